// A part's table as in a spreadsheet. Without us it is a table of plain fields with one button.
(() => {
  const form = document.getElementById("grid");
  const body = form?.querySelector("tbody");
  const pattern = document.getElementById("grid-row");
  if (!body || !pattern) return;
  const names = [...form.querySelectorAll("thead [data-column]")].map((head) => head.dataset.column);
  const most = Number(form.dataset.most);
  const cellsOf = (row) => [...row.querySelectorAll("td input[type=text]")];
  let before = "";
  let pasted = [];
  let dirty = Boolean(document.querySelector(".errornote"));

  function addRow() {
    const at = body.rows.length;
    if (at >= most) return null;
    const row = pattern.content.querySelector("tr").cloneNode(true);
    for (const field of row.querySelectorAll("[name]")) {
      field.name = field.name.replace("r-new-", `r-${at}-`);
      if (field.id) field.id = field.name;
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, at + 1));
    }
    row.querySelector(".grid-number").textContent = at + 1;
    body.append(row);
    form.elements.rows.value = at + 1;
    return row;
  }

  function go(field, down, across) {
    const row = field.closest("tr");
    const cells = cellsOf(row);
    const index = [...body.rows].indexOf(row) + down;
    const target = index < 0 ? null : body.rows[index] || (down > 0 ? addRow() : null);
    const cell = target && cellsOf(target)[cells.indexOf(field) + across];
    if (cell) cell.focus();
    return Boolean(cell);
  }

  function enter(field) {
    if (field?.type !== "text") return;
    before = field.value;
    field.select();
  }
  body.addEventListener("focusin", (event) => enter(event.target));
  // Whoever was quicker than this script is in a cell already.
  if (body.contains(document.activeElement)) enter(document.activeElement);
  body.addEventListener("input", () => {
    dirty = true;
    pasted = [];
  });
  body.addEventListener("change", () => (dirty = true));

  function takeBack(field) {
    if (pasted.length) for (const [cell, value] of pasted.splice(0)) cell.value = value;
    else field.value = before;
    field.select();
  }

  // An arrow leaves a cell only where it has nothing to do in it: at an end of the text, or with all of it selected.
  function atEnd(field, end) {
    const all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    return all || (field.selectionStart === end && field.selectionEnd === end);
  }

  body.addEventListener("keydown", (event) => {
    const field = event.target;
    if (field.type !== "text" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    // Up and down choose among suggestions where a name is being typed.
    const choosing = field.hasAttribute("list") && field.value !== before;
    const moves = {
      Enter: () => go(field, event.shiftKey ? -1 : 1, 0) || true,
      Escape: () => takeBack(field) || true,
      ArrowDown: () => !choosing && go(field, 1, 0),
      ArrowUp: () => !choosing && go(field, -1, 0),
      ArrowLeft: () => !event.shiftKey && atEnd(field, 0) && go(field, 0, -1),
      ArrowRight: () => !event.shiftKey && atEnd(field, field.value.length) && go(field, 0, 1),
    };
    if (moves[event.key]?.()) event.preventDefault();
  });

  // Rows of texts, as spreadsheets copy them: parted by tabs, with quotation marks around what holds one or a line break.
  function parted(text, sign) {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
      const letter = text[at];
      const row = rows[rows.length - 1];
      if (quoted) {
        if (letter !== '"') row[row.length - 1] += letter;
        else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
        else quoted = false;
      } else if (letter === '"' && !row[row.length - 1]) quoted = true;
      else if (letter === sign) row.push("");
      else if (letter === "\n") rows.push([""]);
      else row[row.length - 1] += letter;
    }
    return rows;
  }

  const plain = (text) => text.trim().toLowerCase().replace(/[\s-]+/g, "_");
  const known = (text) => names.includes(plain(text)) || names.includes(plain(text).replace(/_mark$/, ""));

  // The block, and the columns that its first line names, where it does. Commas part cells only below such a line:
  // 155,000 is one amount.
  function block(text) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const first = lines.split("\n", 1)[0];
    const comma = !first.includes("\t") && first.split(",").length > 1 && first.split(",").every(known);
    const rows = parted(lines, comma ? "," : "\t");
    const heads = rows[0].length > 1 && rows[0].filter(known).length > rows[0].length / 2 ? rows.shift().map(plain) : null;
    return { rows, heads };
  }

  // A column of marks goes into the cell of its number: at_least before it, any other in its place.
  function merged(values, heads) {
    const cells = new Map();
    heads.forEach((head, at) => names.includes(head) && cells.set(head, values[at] ?? ""));
    heads.forEach((head, at) => {
      const name = head.replace(/_mark$/, "");
      const mark = (values[at] ?? "").trim().replace(/_/g, " ");
      if (name !== head && mark && cells.has(name)) cells.set(name, mark === "at least" ? `${mark} ${cells.get(name)}` : mark);
    });
    return cells;
  }

  body.addEventListener("paste", (event) => {
    const field = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (field.type !== "text" || field.readOnly || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const { rows, heads } = block(text);
    const start = [...body.rows].indexOf(field.closest("tr"));
    const column = cellsOf(field.closest("tr")).indexOf(field);
    pasted = [];
    rows.forEach((values, at) => {
      const row = body.rows[start + at] || addRow();
      if (!row) return;
      const cells = cellsOf(row);
      const put = (cell, value) => {
        if (!cell) return;
        pasted.push([cell, cell.value]);
        cell.value = value.trim();
      };
      if (heads) for (const [name, value] of merged(values, heads)) put(cells[names.indexOf(name)], value);
      else values.forEach((value, to) => put(cells[column + to], value));
    });
    dirty = true;
  });

  form.querySelector("[name=more]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const first = addRow();
    for (let more = 1; more < 10; more++) addRow();
    if (first) cellsOf(first)[0].focus();
  });
  form.addEventListener("submit", () => (dirty = false));
  window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());
})();
