// Everything by keyboard. Keys are known by their place (event.code), so they work in the Russian layout too.
import { visit } from "@hotwired/turbo";

const base = () => document.body.dataset.base ?? "";
const rows = () => [...document.querySelectorAll("#rows .row-link")];
const click = (selector) => document.querySelector(selector)?.click();
const typing = (target) => target.closest?.("input:not([type=radio]), textarea, select, [contenteditable]");

function move(step) {
  const list = rows();
  const at = list.indexOf(document.activeElement.closest?.(".row-link"));
  const here = at >= 0 ? at : list.findIndex((row) => row.closest(".row[data-here]"));
  const next = list[here < 0 ? 0 : Math.min(Math.max(here + step, 0), list.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function compose(which) {
  const tab = document.querySelector(`#composer [name="compose"][value="${which}"]`);
  if (!tab) return;
  tab.checked = true;
  document.getElementById(`${which}-text`)?.focus();
}

function fold() {
  const all = [...document.querySelectorAll("#timeline details:not(.original)")];
  const open = all.some((details) => !details.open);
  for (const details of all) details.open = open;
}

function clocks() {
  const first = document.querySelector(".clock-card[open]") ?? document.querySelector(".clock-card");
  if (first) first.open = !first.open;
}

/** The next way to the client; the list is where to look for what it is. */
function way() {
  const ways = document.querySelector('[data-key="way"]');
  if (!ways) return;
  ways.selectedIndex = (ways.selectedIndex + 1) % ways.options.length;
  ways.dispatchEvent(new Event("change", { bubbles: true }));
}

const alone = {
  KeyJ: () => move(1),
  KeyK: () => move(-1),
  ArrowDown: () => document.activeElement.closest?.(".row-link") && (move(1), true),
  ArrowUp: () => document.activeElement.closest?.(".row-link") && (move(-1), true),
  KeyR: () => compose("reply"),
  KeyN: () => compose("note"),
  KeyA: () => click('[data-key="take"]'),
  KeyW: () => click('[data-key="write"]'),
  KeyM: () => click('[data-key="merge"]'),
  KeyZ: () => click('[data-key="undo"]'),
  KeyE: () => click('[data-key="resolve"]'),
  KeyF: fold,
  KeyC: clocks,
  KeyV: way,
  Slash: () => document.getElementById("q")?.focus(),
};

const afterG = {
  KeyI: () => visit(`${base()}/inbox?view=mine`),
  KeyO: () => visit(`${base()}/inbox?view=overdue`),
  KeyU: () => visit(`${base()}/inbox?view=unassigned`),
  KeyS: () => visit(`${base()}/supervisor`),
};

/** Leaves a field; out of fields closes a clock's card, then goes back to the row of the list. */
function leave(event) {
  if (document.querySelector(":popover-open, dialog[open]")) return;
  const card = document.querySelector(".clock-card[open]");
  if (typing(event.target)) event.target.blur();
  else if (card) card.open = false;
  else (document.querySelector(".row[data-here] .row-link") ?? rows()[0])?.focus();
}

let g = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") return leave(event);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open], :popover-open:not(#rail, #client)")) return;
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) {
    event.preventDefault();
    return document.getElementById("keys")?.showModal();
  }
  if (event.shiftKey) return;
  if (event.code === "KeyG") return void (g = event.timeStamp);
  const waiting = g && event.timeStamp - g < 1500;
  const act = waiting ? afterG[event.code] : alone[event.code];
  g = 0;
  if (!act) return;
  if (event.code.startsWith("Arrow") && !document.activeElement.closest?.(".row-link")) return;
  event.preventDefault();
  act();
});
