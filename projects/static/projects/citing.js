"use strict";

// Beside a field, "source" makes a citation of it and goes to where its source is chosen. Without this it leads to the
// table of citations.
(() => {
  const group = document.getElementById("citations-group");
  if (!group) return;

  const box = (row, name) => document.getElementById(`id_citations-${row}-${name}`);
  const count = () => Number(document.getElementById("id_citations-TOTAL_FORMS").value);

  // A row for it that waits for its source already, or a new one; null where there is no room for more.
  function rowFor(supports) {
    for (let row = 0; row < count(); row += 1) {
      if (box(row, "supports")?.value === supports && box(row, "source")?.value === "") return row;
    }
    const add = group.querySelector(".add-row a");
    if (!add || !add.offsetParent) return null;
    const row = count();
    add.click();
    box(row, "supports").value = supports;
    return row;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-supports]");
    if (!link) return;
    group.querySelector("details:not([open])")?.setAttribute("open", "");
    const row = rowFor(link.dataset.supports);
    if (row === null) return;
    event.preventDefault();
    const source = box(row, "source");
    // Django's search box stands beside the field that it fills.
    (source.parentElement.querySelector(".select2-selection") ?? source).focus();
    source.closest("tr, .inline-related").scrollIntoView({ block: "center" });
  });
})();
