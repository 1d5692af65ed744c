// Nothing typed is lost, nothing is sent twice. A draft lives in this browser until the server has the message.
const key = (form) => `okno-draft:${form.dataset.draft}`;
const field = (form) => form.querySelector("textarea[name=text]");

function store(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
    return true;
  } catch {
    return false; // storage is full or forbidden: the text stays in the field, only the copy is missing
  }
}

function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

const say = (form, which) => {
  const place = form.querySelector(".draft-state");
  if (place) place.textContent = which ? place.dataset[which] : "";
};

function restore() {
  for (const form of document.querySelectorAll("form[data-draft]:not([data-ready])")) {
    form.dataset.ready = "";
    const text = field(form);
    const kept = recall(key(form));
    if (kept && !text.value) {
      text.value = kept;
      say(form, "restored");
    }
    const files = form.querySelector(".attach input");
    if (files) files.closest(".attach").dataset.enhanced = "";
  }
}

function onInput(event) {
  const form = event.target.closest?.("form[data-draft]");
  if (!form || event.target.name !== "text") return;
  const kept = store(key(form), event.target.value);
  say(form, kept && event.target.value ? "saved" : "");
}

function onKey(event) {
  const form = event.target.closest?.("form[data-send='ctrl-enter']");
  if (!form || event.code !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!form.hasAttribute("data-sending")) form.requestSubmit(form.querySelector(".button.primary"));
}

function onSubmit(event) {
  const form = event.target;
  if (form.hasAttribute("data-sending")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method === "post") form.dataset.sending = "";
}

function onEnd(event) {
  const form = event.target;
  delete form.dataset.sending;
  if (event.detail.success && form.dataset.draft) {
    store(key(form), "");
    form.reset();
    say(form, "");
  }
}

function onFiles(event) {
  const label = event.target.closest?.(".attach");
  if (!label) return;
  label.querySelector("output")?.remove();
  const names = [...event.target.files].map((file) => file.name);
  if (names.length) label.append(Object.assign(document.createElement("output"), { textContent: names.join(", ") }));
}

const busy = (composer) =>
  composer.contains(document.activeElement) || [...composer.querySelectorAll("textarea, input[type=file]")].some((input) => input.value);

/** A composer in use stays as it is while the page around it is brought up to date; only what it is based on and
 *  what it will stop are renewed. */
function onMorph(event) {
  const composer = event.target;
  if (composer.id !== "composer" || !busy(composer)) return;
  event.preventDefault();
  const fresh = event.detail.newElement;
  for (const input of composer.querySelectorAll("input[type=hidden][name=version], input[type=hidden][name=csrf]")) {
    const same = fresh?.querySelector(`form[action="${input.form.getAttribute("action")}"] input[name=${input.name}]`);
    if (same) input.value = same.value;
  }
  const [old, stops] = [composer, fresh].map((part) => part?.querySelector(".stops"));
  if (old && stops) old.replaceWith(stops.cloneNode(true));
}

restore();
for (const name of ["turbo:load", "turbo:frame-render", "turbo:render"]) document.addEventListener(name, restore);
document.addEventListener("input", onInput);
document.addEventListener("change", onFiles);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit, true);
document.addEventListener("turbo:submit-end", onEnd);
document.addEventListener("turbo:before-morph-element", onMorph);
