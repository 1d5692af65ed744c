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
