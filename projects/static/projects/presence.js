"use strict";

// Without this the word that somebody has the record open is forgotten after three minutes.
const word = document.querySelector("[data-presence]");
if (word) {
  const told = (leaving) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("opening", word.dataset.opening);
    if (leaving) {
      body.append("leaving", "1");
    }
    return body;
  };
  setInterval(async () => {
    try {
      const answer = await fetch(word.dataset.presence, { method: "POST", body: told(false) });
      if (answer.ok && !answer.redirected) {
        const { others } = await answer.json();
        const sentences = others.join(" ");
        if (word.textContent.trim() !== sentences) {
          word.textContent = sentences;
        }
        word.hidden = !sentences;
      }
    } catch {
      // No network for a moment: the next minute tries again.
    }
  }, 60000);
  addEventListener("pagehide", () => navigator.sendBeacon(word.dataset.presence, told(true)));
}
