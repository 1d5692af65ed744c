// Rows are ticked by X, a range by Shift; ticks stay while rows are brought up to date.
const boxes = () => [...document.querySelectorAll("#rows .tick input")];
const idOf = (box) => box.value.split(":")[0];
const ticked = new Set();
let last = null;

function told() {
  const place = document.getElementById("bulk-count");
  if (place) place.textContent = ticked.size ? String(ticked.size) : "";
}

function set(box, on) {
  box.checked = on;
  if (on) ticked.add(idOf(box));
  else ticked.delete(idOf(box));
}

/** Ticks a row; with Shift all from the one before to it. */
function tick(box, on, range) {
  const all = boxes();
  const [from, to] = [all.findIndex((one) => idOf(one) === last), all.indexOf(box)];
  if (range && from >= 0) for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) set(one, on);
  else set(box, on);
  last = idOf(box);
  told();
}

/** A row that was brought up to date has a fresh box. */
function restore() {
  for (const box of boxes()) box.checked = ticked.has(idOf(box));
  told();
}

function begin() {
  ticked.clear();
  for (const box of boxes()) if (box.checked) ticked.add(idOf(box));
  told();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("#rows .tick input");
  if (box) tick(box, box.checked, event.shiftKey);
  if (event.target.closest?.("[data-untick]")) {
    ticked.clear();
    setTimeout(restore);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyX" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  const row = document.activeElement.closest?.(".row") ?? document.querySelector(".row[data-here]");
  const box = row?.querySelector(".tick input");
  if (!box) return;
  event.preventDefault();
  tick(box, event.shiftKey ? true : !box.checked, event.shiftKey);
});

document.addEventListener("okno:row", restore);
document.addEventListener("turbo:render", restore);
document.addEventListener("turbo:load", begin);
