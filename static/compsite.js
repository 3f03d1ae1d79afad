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
    target.removeAttribute("aria-busy");
    if (target.id === "choices" && document.querySelector(".result > .alert")) return;
    target.querySelectorAll(".alert").forEach((alert) => alert.remove());
    const old = target.querySelector(".result") || target;
    const alert = document.createElement("div");
    alert.className = "alert";
    alert.setAttribute("role", "alert");
    alert.textContent = text;
    if (old !== target || !filled(target)) return void old.replaceChildren(alert);
    alert.textContent += " What stands below is what was there before.";
    target.prepend(alert);
  };
  const current = (event) => document.getElementById(event.detail.target.id);
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
  ready();
})();
