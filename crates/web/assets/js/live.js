// Keeps the page current. Changed rows come ready-made; a page in front re-fetches itself and is morphed in
// place, one behind waits until it is looked at. Connects again by itself, slower each time, and says so.
import { renderStreamMessage, session } from "@hotwired/turbo";

const FIRST = 1_000;
const SLOWEST = 30_000;
const SHOWN_AFTER = 5_000;

let source = null;
let wait = FIRST;
let again = 0;
let offline = 0;
let stale = false;

const url = () => document.querySelector('meta[name="okno-events"]')?.content;

function tell(state) {
  clearTimeout(offline);
  const place = document.getElementById("live");
  if (!place) return;
  if (state === "live") place.textContent = "";
  else offline = setTimeout(() => (place.textContent = place.dataset.offline), SHOWN_AFTER);
}

function refresh() {
  if (document.hidden) stale = true;
  else {
    stale = false;
    // Turbo morphs what it rendered last and replaces anything else; a ticket that came into its frame is no page
    // it rendered, and would lose its focus, its open menus and the words being typed.
    session.view.lastRenderedLocation = new URL(document.baseURI);
    session.refresh(document.baseURI);
  }
}

function onTicket(event) {
  const { ticket } = JSON.parse(event.data);
  if (document.getElementById(`open-${ticket}`)) refresh();
}

function onRow(event) {
  renderStreamMessage(event.data);
  requestAnimationFrame(() => document.dispatchEvent(new CustomEvent("okno:row")));
}

function onCounts(event) {
  for (const [view, count] of Object.entries(JSON.parse(event.data))) {
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(view)}"]`)) place.textContent = count;
  }
}

function open() {
  if (source || !url()) return;
  source = new EventSource(url());
  source.addEventListener("open", () => {
    if (wait > FIRST) refresh();
    wait = FIRST;
    tell("live");
  });
  source.addEventListener("ticket", onTicket);
  source.addEventListener("row", onRow);
  source.addEventListener("counts", onCounts);
  source.addEventListener("refresh", refresh);
  source.addEventListener("error", retry);
}

function close() {
  clearTimeout(again);
  source?.close();
  source = null;
}

function retry() {
  close();
  tell("offline");
  again = setTimeout(open, wait * (0.75 + Math.random() / 2));
  wait = Math.min(wait * 2, SLOWEST);
}

document.addEventListener("turbo:load", () => (url() ? open() : close()));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  if (!source) {
    clearTimeout(again);
    open();
  }
  if (stale) refresh();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
