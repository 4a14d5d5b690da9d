"use strict";

// The listed places on the map of the tile service that this deployment names; the list and the sketch say the same.
function lay() {
  const ground = document.querySelector(".ground[hidden]");
  const places = [...document.querySelectorAll("a[data-latitude]")];
  if (!ground || !places.length) return;
  ground.hidden = false;
  const map = L.map(ground, { attributionControl: false, scrollWheelZoom: false });
  L.control.attribution({ prefix: false }).addTo(map);
  const said = document.createElement("span");
  said.textContent = ground.dataset.attribution;
  L.tileLayer(ground.dataset.tiles, { attribution: said.innerHTML, maxZoom: 18 }).addTo(map);
  const points = places.map((place) => {
    const at = [Number(place.dataset.latitude), Number(place.dataset.longitude)];
    const words = document.createElement("a");
    words.href = place.href;
    words.textContent = place.textContent;
    L.circleMarker(at, { radius: 7 }).bindPopup(words).addTo(map);
    return at;
  });
  map.fitBounds(points, { maxZoom: 14, padding: [24, 24] });
}

document.addEventListener("DOMContentLoaded", lay);
// Another selection comes with a ground of its own.
document.addEventListener("htmx:afterSettle", lay);
