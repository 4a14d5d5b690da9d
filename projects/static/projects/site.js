"use strict";

// Nothing here is needed: without it each page is whole, and its form has a button.

// Where room allows filters stand open beside the results; browsers that know how to say so in CSS need no help.
const panel = document.querySelector(".panel");
if (panel && matchMedia("(min-width: 72rem)").matches && !CSS.supports("selector(::details-content)")) {
  panel.open = true;
}

// The address to keep is the page's own name for the selection: without empty fields, and the same for everybody.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
  const page = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  const canonical = page.querySelector("link[rel=canonical]");
  if (canonical) {
    const address = new URL(canonical.href, location.href);
    detail.history.path = address.pathname + address.search;
  }
});

// What cannot be refreshed in place is asked for as any page is, and says itself what is wrong.
document.addEventListener("htmx:responseError", ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
