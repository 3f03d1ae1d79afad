// A password may be looked at while it is typed: one box below the last field of a form.
(() => {
  "use strict";
  const fields = [...document.querySelectorAll("input[type=password]")];
  const last = fields.at(-1);
  if (!last) return;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", id: "show-password" });
  const label = Object.assign(document.createElement("label"), { htmlFor: box.id, className: "show-password" });
  label.append(box, fields.length > 1 ? " Show the passwords" : " Show the password");
  last.after(label);
  const show = (shown) => fields.forEach((field) => { field.type = shown ? "text" : "password"; });
  box.addEventListener("change", () => show(box.checked));
  // What a browser remembers of a form is no password.
  last.form.addEventListener("submit", () => show(false));
})();
