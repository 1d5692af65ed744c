// Offers the tags there are while one is typed. Without it the field takes any word all the same.
let asked = 0;

document.addEventListener("input", async (event) => {
  const input = event.target.closest?.("[data-suggest='tags']");
  const list = input && document.getElementById(input.getAttribute("list"));
  if (!list) return;
  const turn = ++asked;
  const word = input.value.split(",").pop().trim();
  const answer = await fetch(`${document.body.dataset.base ?? ""}/api/v1/tags?q=${encodeURIComponent(word)}`, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  const tags = await answer.json();
  list.replaceChildren(...tags.map((tag) => Object.assign(document.createElement("option"), { value: tag })));
});
