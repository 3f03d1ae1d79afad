// Names for the fields that are typed into: the first twenty that have what is typed. Without us they are plain fields.
(() => {
  const told = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset?.suggest) return;
    clearTimeout(told.get(field));
    told.set(field, setTimeout(() => suggest(field), 150));
  });
  async function suggest(field) {
    const id = `names-${field.dataset.list || field.name}`;
    const list = document.getElementById(id) || document.body.appendChild(Object.assign(document.createElement("datalist"), { id }));
    field.setAttribute("list", id);
    const term = field.value;
    try {
      const answer = await fetch(`${field.dataset.suggest}&term=${encodeURIComponent(term)}`);
      if (!answer.ok) return;
      const { results } = await answer.json();
      if (field.value === term) list.replaceChildren(...results.map((one) => new Option("", one.text)));
    } catch {
      // Out of reach: what is typed is looked up when it is sent.
    }
  }
})();
