// What a reader has opened or typed stays so while the page around it is brought up to date.
const FIELDS = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";

const touched = (field) => field === document.activeElement || field.value !== field.defaultValue;

document.addEventListener("turbo:before-morph-attribute", (event) => {
  if (event.target.localName === "details" && event.detail.attributeName === "open") event.preventDefault();
});
document.addEventListener("turbo:before-morph-element", (event) => {
  const { target, detail } = event;
  if (target.matches?.(FIELDS) && touched(target)) event.preventDefault();
  // What the last action did is told on the page it led to, and not again on what is fetched after it.
  if (target.id === "flash" && !detail.newElement?.querySelector(".flash")) event.preventDefault();
});
