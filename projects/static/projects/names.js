"use strict";

// What Django's own scripts build without a name for those who cannot see it. Without scripts they build nothing.
(() => {
  const $ = window.django?.jQuery;

  // A search box is called what its field is called, and says what is chosen in it.
  function nameBox(select) {
    const box = select.parentElement?.querySelector(".select2-selection[role=combobox]");
    const chosen = box?.querySelector(".select2-selection__rendered");
    if (!chosen) return;
    chosen.removeAttribute("role");
    chosen.removeAttribute("aria-readonly");
    const label = select.labels[0];
    if (label) {
      label.id ||= `${select.id}-label`;
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    } else {
      box.id ||= `${select.id}-box`;
      box.setAttribute("aria-label", nameOf(select));
      box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`);
    }
  }

  const nameOf = (select) => select.labels[0]?.textContent.trim() || select.getAttribute("aria-label") || "";
  const nameBoxes = (within) => within.querySelectorAll(".admin-autocomplete").forEach(nameBox);

  if ($) {
    $(() => nameBoxes(document));
    document.addEventListener("formset:added", ({ target }) => nameBoxes(target));
    $(document).on("select2:open", ({ target }) => {
      document
        .querySelectorAll(".select2-container--open :is(.select2-search__field, .select2-results__options)")
        .forEach((part) => part.setAttribute("aria-label", nameOf(target)));
    });
  }

  // Words that stand for a picture, where two lists are chosen from side by side.
  addEventListener("load", () => {
    document.querySelectorAll(".search-label-icon[aria-label]").forEach((icon) => icon.setAttribute("role", "img"));
  });
})();
