// An answer that may still be undone says how long; when its time is over, so is the button.
import { now } from "./now.js";

function tick() {
  for (const held of document.querySelectorAll(".undo-bar[data-until]")) {
    // What the server said is never overstated, however late the page's clock was set.
    held.most ??= Number(held.dataset.seconds);
    const left = Math.min(held.most, Math.floor((Number(held.dataset.until) - now()) / 1_000));
    if (left < 0) held.remove();
    else held.querySelector(".undo-words").textContent = held.dataset.pattern.replace("{n}", left);
  }
}

setInterval(tick, 500);
for (const event of ["turbo:load", "turbo:render", "turbo:frame-render"]) document.addEventListener(event, tick);
