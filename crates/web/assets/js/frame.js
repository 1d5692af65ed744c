// A ticket opens beside the list without the list moving: marks the row, tells the title, finds the news.
function opened(frame) {
  const ticket = frame.querySelector("[data-ticket]");
  for (const row of document.querySelectorAll(".row[data-here]")) row.removeAttribute("data-here");
  if (!ticket) return;
  const row = document.getElementById(`row-${ticket.dataset.ticket}`);
  row?.setAttribute("data-here", "");
  row?.removeAttribute("data-unread");
  document.title = ticket.dataset.title;
  news();
}

/** The first unread message comes into view if it lies above the fold. */
function news() {
  const unread = document.getElementById("unread");
  const pane = document.getElementById("timeline-scroll");
  if (unread && pane && unread.getBoundingClientRect().top < pane.getBoundingClientRect().top) unread.scrollIntoView({ block: "start" });
}

document.addEventListener("turbo:frame-load", (event) => event.target.id === "ticket" && opened(event.target));
document.addEventListener("turbo:load", news);

// A ticket that is gone, or a log-in that ran out, takes the whole page instead of an empty pane.
document.addEventListener("turbo:frame-missing", (event) => {
  event.preventDefault();
  event.detail.visit(event.detail.response);
});
