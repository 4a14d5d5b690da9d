"use strict";

// Suggestions under the search field: a combobox with a list box (WAI-ARIA 1.2). Without it the form does all.
(() => {
  const field = document.getElementById("site-search");
  if (!field) return;
  const form = field.form;
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.autocomplete = "off";

  let chosen = -1;
  let waiting = 0;
  let asked = null;

  function show(isShown) {
    list.hidden = !isShown;
    field.setAttribute("aria-expanded", String(isShown));
    if (!isShown) choose(-1);
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === number)));
    if (number < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    }
  }

  function fill(found) {
    list.replaceChildren(
      ...found.map(({ noun, name, lang, address }, n) => {
        const option = document.createElement("li");
        option.id = `suggestion-${n}`;
        option.setAttribute("role", "option");
        option.dataset.address = address;
        const said = document.createElement("span");
        said.lang = lang;
        said.textContent = name;
        const kind = document.createElement("small");
        kind.textContent = noun;
        option.append(said, " ", kind);
        return option;
      }),
    );
    choose(-1);
    // The answer may come after the reader has left.
    show(found.length > 0 && document.activeElement === field);
  }

  function isEnough(query) {
    return query.length >= 3 || /[\u3007\u3400-\u9fff]/.test(query);
  }

  async function ask() {
    const query = field.value.trim();
    if (asked) asked.abort();
    if (!isEnough(query)) return fill([]);
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: query })}`, {
        signal: asked.signal,
      });
      if (answer.ok) fill(await answer.json());
    } catch {
      // What cannot be asked for is not suggested; the form still searches.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.isComposing || last < 0) return;
    if (list.hidden) {
      if (event.key !== "ArrowDown") return;
      show(true);
      choose(0);
    } else if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.address);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => show(false));
  // Before the field loses the focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
})();
