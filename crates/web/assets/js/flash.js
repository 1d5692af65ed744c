// What the last action did goes away by itself, unless it was a problem, is being read, or can be undone.
const SHOWN = 6_000;

document.addEventListener("click", (event) => event.target.closest?.("[data-dismiss]")?.closest(".flash, .ring")?.remove());

function fade() {
  for (const flash of document.querySelectorAll(".flash:not([data-problem], [data-timed])")) {
    flash.dataset.timed = "";
    const go = () => (flash.matches(":hover, :focus-within") ? setTimeout(go, 1_000) : flash.remove());
    setTimeout(go, flash.querySelector("form") ? SHOWN * 2 : SHOWN);
  }
}
for (const name of ["turbo:load", "turbo:render"]) document.addEventListener(name, fade);
// A frame brings its flash as a stream, which Turbo carries out a moment after the frame itself.
document.addEventListener("turbo:frame-load", () => setTimeout(fade, 500));
