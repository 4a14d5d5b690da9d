"use strict";

// What the desk says while a form is filled in. Without it the same is said once the form is sent.
(() => {
  const WAIT = 400;

  function whenTyped(fields, ask) {
    let waiting = 0;
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    };
    fields.forEach((field) => ["input", "change"].forEach((event) => field.addEventListener(event, later)));
    // Django's search boxes tell jQuery alone.
    if (window.django?.jQuery) window.django.jQuery(fields.filter((field) => field.matches("select"))).on("change", later);
  }

  // Only the answer to the last question is shown.
  function asking(place, address) {
    let asked = null;
    return async (parameters) => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`, { signal: asked.signal });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        place.replaceChildren(...page.body.childNodes);
      } catch {
        // Away from the network: the form says it when it is sent.
      }
    };
  }

  document.querySelectorAll("[data-explain]").forEach((place) => {
    const field = document.getElementById(place.dataset.field);
    if (!field) return;
    const ask = asking(place, place.dataset.explain);
    whenTyped([field], () => ask({ code: field.value, record: place.dataset.record }));
  });

  document.querySelectorAll("[data-alike]").forEach((place) => {
    const fields = ["name_zh", "name_en", "region", "kind"].map((name) => document.getElementById(`id_${name}`));
    const there = fields.filter(Boolean);
    const ask = asking(place, place.dataset.alike);
    whenTyped(there, () => ask(there.map((field) => [field.name, field.value])));
  });

  const button = document.getElementById("usual-milestones");
  const group = document.getElementById("milestones-group");
  if (!button || !group) return;

  const count = () => Number(document.getElementById("id_milestones-TOTAL_FORMS").value);
  const cell = (row, name) => document.getElementById(`id_milestones-${row}-${name}`);

  button.addEventListener("click", async (event) => {
    const type = document.getElementById("id_type");
    const start = document.getElementById("id_start_planned");
    const add = group.querySelector(".add-row a");
    if (!type || !start || !add) return;
    event.preventDefault();
    button.disabled = true;
    try {
      const asked = new URLSearchParams({ type: type.value, start: start.value });
      const answer = await fetch(`${button.dataset.address}?${asked}`);
      if (!answer.ok) throw new Error(answer.status);
      const rows = (await answer.json()).milestones;
      const there = new Set();
      for (let row = 0; row < count(); row += 1) there.add(`${cell(row, "kind")?.value} ${cell(row, "name_zh")?.value}`);
      let first = null;
      rows
        .filter((usual) => !there.has(`${usual.kind} ${usual.name_zh}`))
        .forEach((usual) => {
          const row = count();
          add.click();
          Object.entries(usual).forEach(([name, value]) => (cell(row, name).value = value));
          first ??= cell(row, "due");
        });
      first?.focus();
      button.disabled = false;
    } catch {
      // The desk fills the rows itself, and shows the form again.
      button.disabled = false;
      const name = document.createElement("input");
      Object.assign(name, { type: "hidden", name: button.name, value: "1" });
      button.form.append(name);
      button.form.submit();
    }
  });
})();
