// Colours and size of type as the reader last chose them here: kept in the browser, put on before the page is drawn.
(() => {
  const page = document.documentElement;
  const choices = ["colours", "type"];

  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // no storage is allowed: the choice lasts for this page
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // as above
    }
  }

  function put(name, value) {
    if (value) page.dataset[name] = value;
    else delete page.dataset[name];
  }

  for (const name of choices) put(name, kept(name));

  addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector(".display");
    if (!box) return;
    for (const name of choices) {
      for (const radio of box.querySelectorAll(`input[name="${name}"]`)) {
        radio.checked = radio.value === (page.dataset[name] || "");
      }
    }
    box.addEventListener("change", ({ target }) => {
      put(target.name, target.value);
      keep(target.name, target.value);
    });
    box.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      box.open = false;
      box.querySelector("summary").focus();
    });
    box.hidden = false;
  });
})();
