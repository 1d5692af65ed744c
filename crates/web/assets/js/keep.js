// What a reader has opened or typed stays so while the page around it is brought up to date.
const FIELDS = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";

const touched = (field) => field === document.activeElement || field.value !== field.defaultValue;

// What is chosen for a list or for what is ticked in it, until it was sent.
const CHOSEN = ".filter-form, form.bulk, form.fields";
const sent = new WeakSet();
document.addEventListener("turbo:submit-end", ({ target, detail }) => detail.success && sent.add(target));
for (const name of ["input", "change"]) {
  document.addEventListener(name, ({ target }) => target.form && sent.delete(target.form));
}

function chosen(field) {
  if (!field.form?.matches(CHOSEN) || sent.has(field.form)) return false;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return false;
  const first = Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field === document.activeElement || field.selectedIndex !== first;
}

document.addEventListener("turbo:before-morph-attribute", (event) => {
  if (event.target.matches?.("details, dialog") && event.detail.attributeName === "open") event.preventDefault();
});
document.addEventListener("turbo:before-morph-element", (event) => {
  const { target, detail } = event;
  if (target.matches?.(FIELDS) && touched(target)) event.preventDefault();
  if (target.matches?.("select, [type=checkbox]") && chosen(target)) event.preventDefault();
  // What the last action did is told on the page it led to, and not again on what is fetched after it.
  if (target.id === "flash" && !detail.newElement?.querySelector(".flash")) event.preventDefault();
});
