// A ticket opens beside the list without the list moving: marks the row, tells the title, finds the news.
const ticketIn = (frame) => frame?.querySelector("article[data-ticket]");

function mark(ticket) {
  for (const row of document.querySelectorAll(".row[data-here]")) row.removeAttribute("data-here");
  const row = ticket && document.getElementById(`row-${ticket.dataset.ticket}`);
  row?.setAttribute("data-here", "");
  row?.removeAttribute("data-unread"); // whoever has it open reads it
}

function opened(frame) {
  const ticket = ticketIn(frame);
  mark(ticket);
  if (!ticket) return;
  document.title = ticket.dataset.title;
  news();
}

/** A pushed row is the same for everybody: what depends on this page is put back. */
function pushed() {
  mark(ticketIn(document.getElementById("ticket")));
  const view = document.getElementById("rows")?.dataset.view;
  if (!view) return;
  for (const link of document.querySelectorAll("#rows .row-link")) {
    const url = new URL(link.href);
    if (url.searchParams.has("view")) continue;
    url.searchParams.set("view", view);
    link.href = url.href;
  }
}

/** The first unread message comes into view if it lies above the fold. */
function news() {
  const unread = document.getElementById("unread");
  const pane = document.getElementById("timeline-scroll");
  if (unread && pane && unread.getBoundingClientRect().top < pane.getBoundingClientRect().top) unread.scrollIntoView({ block: "start" });
}

document.addEventListener("turbo:frame-load", (event) => event.target.id === "ticket" && opened(event.target));
document.addEventListener("turbo:load", news);
document.addEventListener("okno:row", pushed);

// A ticket that is gone, or a log-in that ran out, takes the whole page instead of an empty pane.
document.addEventListener("turbo:frame-missing", (event) => {
  event.preventDefault();
  event.detail.visit(event.detail.response);
});

// A refresh brings the page without the frame's address, which Turbo still needs while an answer is on its way.
document.addEventListener("turbo:before-morph-attribute", (event) => {
  if (event.target.id === "ticket" && event.detail.attributeName === "src") event.preventDefault();
});
