// What plain HTML cannot: saying that a fragment is awaited, came, or failed. Everything else works without.
(() => {
  "use strict";
  const FAILED = "The guide did not answer. Check your connection and try again: nothing is lost.";
  const SLOW = "The guide took too long to answer. Please try again: nothing is lost.";
  const BROKEN = "Something went wrong on our side. Please try again in a minute: nothing is lost.";
  const say = (text) => {
    const region = document.getElementById("announcement");
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };
  const filled = (element) => element.querySelector("form, select");
  const typed = (element) => new URLSearchParams(new FormData(element.closest("form") || undefined)).toString();
  const fail = (target, text) => {
    if (!target || !target.isConnected) return;
    if (target.id === "suggestions") return shut(document.getElementById("find"));
    if (target.id === "choices" && document.querySelector(".result > .alert")) return;
    target.querySelectorAll(".alert").forEach((alert) => alert.remove());
    const old = target.querySelector(".result") || target;
    const alert = Object.assign(document.createElement("div"), { className: "alert", role: "alert", textContent: text });
    if (old !== target || !filled(target)) return void old.replaceChildren(alert);
    alert.textContent += " What stands below is what was there before.";
    target.prepend(alert);
  };
  const current = (event) => document.getElementById(event.detail.target.id);
  const offers = () => [...document.querySelectorAll("#offers > li")];
  const offer = (field, chosen) => {
    offers().forEach((one) => one.setAttribute("aria-selected", String(one === chosen)));
    const now = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "offers", "aria-expanded": String(!!offers().length), "aria-activedescendant": chosen?.id || "" };
    Object.entries(now).forEach(([name, value]) => field.setAttribute(name, value));
  };
  const shut = (field) => { document.getElementById("suggestions").replaceChildren(); offer(field); };
  const ready = () => document.querySelectorAll("[data-copy], [data-share]").forEach((button) => {
    button.hidden = !(button.dataset.copy ? navigator.clipboard : navigator.share);
  });

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    detail.target.setAttribute("aria-busy", "true");
    detail.xhr.typed = typed(detail.target);
  });
  document.addEventListener("htmx:sendError", (event) => fail(current(event), FAILED));
  document.addEventListener("htmx:timeout", (event) => fail(current(event), SLOW));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target.id === "suggestions" && document.activeElement.id !== "find") event.detail.shouldSwap = false;
    // Lists that answer what has been changed since would undo the change.
    if (target.id === "choices" && xhr.typed !== typed(target)) event.detail.shouldSwap = false;
    if (xhr.status < 400) return;
    const answer = new DOMParser().parseFromString(xhr.responseText, "text/html").getElementById(target.id);
    if (answer && (filled(answer) || !filled(target))) return;
    event.detail.shouldSwap = false; // A message alone does not take the form away.
    fail(target, answer?.querySelector("[role=alert]")?.textContent || BROKEN);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const target = current(event);
    if (target) target.removeAttribute("aria-busy");
  });
  // At once, and not once it has settled: a key pressed in between would be undone.
  document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target.id === "suggestions" && offer(document.getElementById("find")));
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = document.getElementById(event.detail.target.id);
    if (!target) return;
    ready();
    const { canonical } = target.dataset;
    if (canonical) {
      document.querySelector("link[rel=canonical]")?.setAttribute("href", canonical);
      document.querySelector("meta[property='og:url']")?.setAttribute("content", canonical);
    }
    const heading = target.querySelector("h1") || target.querySelector("h2");
    const said = target.querySelector("[data-said]") || heading;
    if (said) say(said.textContent.trim().replace(/\.?$/, "."));
    if (document.activeElement === document.body && heading) heading.focus({ preventScroll: true });
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-share]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy || button.dataset.share);
    // Somebody who closes the list of where to share has said so: there is nothing to add.
    if (button.dataset.share) return void navigator.share({ title: document.title, url: field.value }).catch(() => {});
    try { await navigator.clipboard.writeText(field.value); say("Link copied."); }
    catch { field.select(); say("Press the copy key of your keyboard."); }
  });
  document.addEventListener("keydown", (event) => {
    const list = event.target.id === "find" && !event.isComposing ? offers() : [];
    const at = list.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: at + 1, ArrowUp: at < 0 ? list.length - 1 : at - 1 + list.length }[event.key];
    if (!list.length || (step === undefined && event.key !== "Escape" && (event.key !== "Enter" || at < 0))) return;
    event.preventDefault();
    if (event.key === "Enter") location.assign(list[at].dataset.href);
    else if (event.key === "Escape") shut(event.target);
    else offer(event.target, list[step % list.length]);
  });
  document.addEventListener("focusin", ({ target }) => target.id === "find" && offer(target));
  // The list is left by leaving its field; a press on it is a choice, and does not leave the field first.
  document.addEventListener("focusout", ({ target }) => target.id === "find" && shut(target));
  document.addEventListener("mousedown", (event) => event.target.closest("#suggestions") && event.preventDefault());
  document.addEventListener("click", ({ target }) => { const one = target.closest("#offers > li"); if (one) location.assign(one.dataset.href); });
  ready();
})();
