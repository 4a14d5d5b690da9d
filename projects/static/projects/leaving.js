"use strict";

// A form that was changed is not left without a question. Names of new rows are counted; their empty form says what a
// row holds before anybody types, and the counts of rows say nothing of themselves.
const form = document.querySelector("#content form[id$='_form']");
if (form) {
  const ofNoMeaning = /(_FORMS|^csrfmiddlewaretoken|^_.*)$/;
  const read = () => {
    const said = new Map();
    for (const [name, value] of new FormData(form)) {
      if (!ofNoMeaning.test(name)) {
        const text = value instanceof File ? value.name : value;
        said.set(name, said.has(name) ? `${said.get(name)}\n${text}` : text);
      }
    }
    return said;
  };
  // What was typed before, and not saved: a form that came back with errors, or the page of a conflict.
  const isTyped = "isTyped" in form.dataset || Boolean(document.querySelector("#content .errornote"));
  const before = read();
  const atFirst = (name) => before.get(name) ?? before.get(name.replace(/-\d+-/, "-__prefix__-")) ?? "";
  const isChanged = () => {
    const now = read();
    const names = new Set([...now.keys(), ...[...before.keys()].filter((name) => !name.includes("-"))]);
    return [...names].some((name) => (now.get(name) ?? "") !== atFirst(name)) || isUnticked(now);
  };
  const isUnticked = (now) =>
    [...form.querySelectorAll("input[type=checkbox]")].some((box) => before.has(box.name) && !now.has(box.name));
  let isSent = false;
  form.addEventListener("submit", () => {
    isSent = true;
  });
  // What is done to a record is done to what is saved of it.
  const standing = document.querySelector("[data-unsaved]");
  standing?.addEventListener("submit", (event) => {
    if (!isTyped && !isChanged()) return;
    event.preventDefault();
    const said = standing.querySelector("[role=alert]") ?? document.createElement("p");
    said.setAttribute("role", "alert");
    Object.assign(said, { className: "errornote", textContent: standing.dataset.unsaved });
    event.target.before(said);
  });
  addEventListener("beforeunload", (event) => {
    if (!isSent && (isTyped || isChanged())) {
      event.preventDefault();
    }
  });
  // Back from the next page by the browser's own button, nothing is on its way any more.
  addEventListener("pageshow", () => {
    isSent = false;
  });
}
