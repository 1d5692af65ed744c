// Keeps the page current. Changed rows come ready-made; a page in front re-fetches itself and is morphed in
// place, one behind waits until it is looked at. Connects again by itself, slower each time, and says so.
import { renderStreamMessage, session } from "@hotwired/turbo";

const FIRST = 1_000;
const SLOWEST = 30_000;
const SHOWN_AFTER = 5_000;
const RINGS = 120_000;
/** A ticket that does not come at all holds nothing up for longer. */
const OPENS = 10_000;

let source = null;
let wait = FIRST;
let again = 0;
let offline = 0;
// Changes heard of, those that our own visit will show, those on the page.
let [heard, asked, shown] = [0, 0, 0];
let visit = null;
// When a ticket was asked for that has not come yet.
let openedAt = -Infinity;
// Where a form was answered with something: what it found, or why it was refused.
const ANSWERED = "[data-answered], .room > .warning[role=alert]";
// Forms under way: Turbo drops what a form brings, its redirect too, when a visit begins meanwhile.
let sending = 0;

const url = () => document.querySelector('meta[name="okno-events"]')?.content;

/** Where Turbo puts what a form is answered with. */
function landsInTicket(form, submitter) {
  const named = submitter?.getAttribute("data-turbo-frame") || form.getAttribute("data-turbo-frame");
  const frame = form.closest("turbo-frame");
  return (named || frame?.getAttribute("target") || frame?.id) === "ticket";
}

function tell(state) {
  clearTimeout(offline);
  const place = document.getElementById("live");
  if (!place) return;
  if (state === "live") place.textContent = "";
  else offline = setTimeout(() => (place.textContent = place.dataset.offline), SHOWN_AFTER);
}

function refresh() {
  heard += 1;
  bring();
}

/**
 * A ticket is on its way into its frame: a page from before would send it back. From asking for it until it stands there:
 * Turbo calls a frame busy only until the answer begins, and gives it its address and its content some time later.
 */
const opening = () => performance.now() - openedAt < OPENS;
for (const event of ["turbo:frame-load", "turbo:frame-missing", "turbo:fetch-request-error"]) {
  document.addEventListener(event, ({ target }) => target.id === "ticket" && (openedAt = -Infinity));
}

/** Brings the page up to date, unless nobody looks or Turbo is under way already: it takes one visit at a time. */
function bring() {
  if (document.hidden || sending > 0 || opening() || session.navigator.currentVisit) return;
  // What a form was answered with is not to be had again by asking for the page.
  if (document.querySelector(ANSWERED)) return;
  asked = heard;
  // Turbo morphs what it rendered last and replaces anything else; a ticket that came into its frame is no page it
  // rendered, and would lose its focus, its open menus and the words being typed.
  session.view.lastRenderedLocation = new URL(document.baseURI);
  // What `session.refresh` asks for, but now: it begins some time later, when a form may be under way.
  session.visit(document.baseURI, { action: "replace", shouldCacheSnapshot: false, refresh: {} });
  visit = session.navigator.currentVisit;
}

// What came while a visit was under way, or was broken off by another one, is brought once Turbo is free. A ticket that
// comes into its frame is a visit too, to Turbo, and says it was rendered: only our own brings what was heard of.
const rest = () => shown < heard && bring();
document.addEventListener("turbo:submit-start", () => (sending += 1));
document.addEventListener("turbo:submit-end", ({ target, detail }) => {
  sending -= 1;
  // Its answer comes into the ticket's frame some time after this, and the address only then.
  if (detail.fetchResponse?.isHTML && landsInTicket(target, detail.formSubmission.submitter)) {
    openedAt = performance.now();
    setTimeout(rest, OPENS);
  }
  setTimeout(rest);
});
document.addEventListener("turbo:frame-load", () => setTimeout(rest));
document.addEventListener("turbo:load", () => {
  if (visit?.state === "completed") shown = asked;
  setTimeout(rest, visit?.state === "failed" ? FIRST : 0);
});

// A page asked for before a ticket was opened would take the ticket away again, and its address: it is asked for anew.
document.addEventListener("turbo:before-fetch-request", ({ target }) => {
  const { navigator } = session;
  if (target.id !== "ticket") return;
  openedAt = performance.now();
  if (!visit || navigator.currentVisit !== visit) return;
  visit.cancel();
  delete navigator.currentVisit;
});

// Back, pressed while Turbo still writes down that a ticket came into its frame, changes the address and nothing else.
let mended = "";
document.addEventListener("turbo:load", () => {
  const frame = document.getElementById("ticket");
  if (!frame || opening()) return;
  const here = frame.querySelector("article[data-ticket]")?.dataset.ticket;
  if (here === location.pathname.match(/^\/tickets\/(\w+)/)?.[1]) mended = "";
  else if (mended !== location.href) {
    mended = location.href;
    refresh();
  }
});

function onTicket(event) {
  const { ticket } = JSON.parse(event.data);
  if (document.getElementById(`open-${ticket}`)) refresh();
}

/** The client types: shown until nothing more is heard of it. */
function onTyping(event) {
  const { ticket } = JSON.parse(event.data);
  const place = document.querySelector(`[data-types="${CSS.escape(ticket)}"]`);
  if (!place) return;
  place.hidden = false;
  clearTimeout(place.timer);
  place.timer = setTimeout(() => (place.hidden = true), 6_000);
}

function onRow(event) {
  renderStreamMessage(event.data);
  requestAnimationFrame(() => document.dispatchEvent(new CustomEvent("okno:row")));
}

/** A call rings: its card stays until it is dismissed, or long enough to be over. */
function onRing(event) {
  renderStreamMessage(event.data);
  const id = event.data.match(/id="(ring-[\w-]+)"/)?.[1];
  setTimeout(() => document.getElementById(id)?.remove(), RINGS);
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
  source.addEventListener("typing", onTyping);
  source.addEventListener("ring", onRing);
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
  rest();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
