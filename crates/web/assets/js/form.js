// The public form, improved: the deadline of what is chosen, files that are too large told before they are sent, one
// press of Send, the height of the frame. It works without.
const form = document.querySelector("form.ask");

const follow = async () => {
  const chosen = new URL(form.dataset.due, location.href);
  for (const name of ["kind", "topic", "zone"]) {
    const value = new FormData(form).get(name);
    if (value) chosen.searchParams.set(name, value);
  }
  const answer = await fetch(chosen).catch(() => null);
  if (!answer?.ok) return;
  const { deadline, closed_now } = await answer.json();
  const say = (where, words) => {
    const place = document.querySelector(where);
    if (!place || place.textContent === words) return;
    place.textContent = words;
    place.hidden = !words;
  };
  say("[data-deadline]", deadline);
  say("[data-closed-now]", closed_now);
};

const weigh = (files) => {
  const bytes = [...files.files].reduce((sum, file) => sum + file.size, 0);
  files.setCustomValidity(bytes > Number(files.dataset.most) ? files.dataset.tooLarge : "");
  files.reportValidity();
};

if (form) {
  const zone = form.elements.namedItem("zone");
  zone.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  form.addEventListener("change", (event) => {
    if (["kind", "topic"].includes(event.target.name)) follow();
    if (event.target.type === "file") weigh(event.target);
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  // Back from the page after: it may be sent again.
  addEventListener("pageshow", () => delete form.dataset.sent);
  follow();
}
if (window.parent !== window && document.querySelector("main.public")) {
  const tell = () => window.parent.postMessage({ oknoFormHeight: document.body.scrollHeight }, "*");
  new ResizeObserver(tell).observe(document.querySelector("main.public"));
}
