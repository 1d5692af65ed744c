// Opens dialogs by their id; they close by themselves (method=dialog, Escape, a click outside).
document.addEventListener("click", (event) => {
  const id = event.target.closest?.("[data-opens]")?.dataset.opens;
  if (!id) return;
  event.target.closest("[popover]")?.hidePopover();
  document.getElementById(id)?.showModal();
});

document.addEventListener("click", (event) => {
  if (event.target.matches?.("dialog[open]")) event.target.close();
});

// What was chosen in a menu closes it, also where the page stays and is only brought up to date.
document.addEventListener("submit", (event) => event.target.closest(".menu[popover], #rail:popover-open")?.hidePopover());
