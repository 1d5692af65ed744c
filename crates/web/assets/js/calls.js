// Who calls is found while the number is typed; who is found fills it in.
const PAUSE = 250;

let timer = 0;

function find(input) {
  const frame = document.getElementById(input.dataset.finds);
  if (!frame) return;
  const from = new URL(frame.dataset.from, location.href);
  from.searchParams.set("number", input.value);
  frame.src = from.href;
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-finds]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => find(target), PAUSE);
});

document.addEventListener("click", ({ target }) => {
  const chosen = target.closest?.("[data-number]");
  const input = document.querySelector("[data-finds]");
  if (!chosen || !input) return;
  input.value = chosen.dataset.number;
  find(input);
});
