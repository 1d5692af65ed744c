// Keeps the words and the colour of every running clock current, without asking the server.
import { now } from "./now.js";
import { level, told } from "./span.js";

const words = () => JSON.parse(document.getElementById("words")?.textContent ?? "null");
let current = words();
let plural = (n) => new Intl.PluralRules(document.documentElement.lang).select(n);
document.addEventListener("turbo:load", () => (current = words()));

function tick() {
  if (!current) return;
  const at = now();
  for (const clock of document.querySelectorAll("time.clock[data-due]")) {
    const due = Number(clock.dataset.due);
    const next = level(due, Number(clock.dataset.soon), at);
    if (clock.dataset.level !== next) clock.dataset.level = next;
    const text = told(due, at, current, plural);
    const place = clock.querySelector(".clock-words");
    if (text && place.textContent !== text) place.textContent = text;
  }
}

tick();
setInterval(tick, 1000);
for (const event of ["turbo:render", "turbo:frame-render", "okno:row"]) document.addEventListener(event, tick);
document.addEventListener("visibilitychange", () => document.hidden || tick());
