"use strict";

// Whoever gives a field a value means to set it: its box is ticked for them. Without this they tick it themselves.
const fields = document.querySelector(".bulk-fields");

function tick({ target }) {
  const box = document.getElementById(target.id.replace("id_edit-", "id_edit-set_"));
  if (box && box !== target) {
    box.checked = true;
  }
}

if (fields) {
  fields.addEventListener("input", tick);
  fields.addEventListener("change", tick);
  // What search boxes choose is told by jQuery only.
  window.django?.jQuery?.(fields).on("change", "select", tick);
}
