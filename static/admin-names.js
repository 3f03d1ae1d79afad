// The boxes that stand for selects with search have no name of their own: they take that of their select.
new MutationObserver(() => {
  for (const box of document.querySelectorAll(".select2-selection:not([id])")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const text = box.querySelector("[role=textbox]");
    const label = select?.getAttribute("aria-label") || select?.labels?.[0]?.textContent;
    if (!label) continue;
    box.id = `${select.id}_box`;
    box.ariaLabel = label.replace(/:\s*$/, "").trim();
    box.setAttribute("aria-labelledby", `${box.id} ${text?.id ?? ""}`);
    if (text) text.ariaLabel = box.ariaLabel;
  }
}).observe(document.documentElement, { childList: true, subtree: true });
