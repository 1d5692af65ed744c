// Nothing typed is lost, nothing is sent twice. What is being written is kept by the server as it is typed; while the
// server does not have it, a copy lives in this browser.
const AFTER = 800;
const key = (form) => `okno-draft:${form.dataset.draft}`;
const field = (form) => form.querySelector("textarea[name=text]");
const timers = new WeakMap();
const saving = new WeakMap();

function store(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // storage is full or forbidden: the text stays in the field, only the copy is missing
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
    const unsaved = recall(key(form));
    if (unsaved && !text.value) {
      text.value = unsaved;
      say(form, "restored");
      later(form);
    }
    const files = form.querySelector(".attach input");
    if (files) files.closest(".attach").dataset.enhanced = "";
  }
}

function later(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), AFTER));
}

/** Gives the words to the server; the copy here goes once it has them. */
async function save(form) {
  saving.get(form)?.abort();
  const text = field(form)?.value;
  if (text === undefined || form.hasAttribute("data-sending")) return;
  const body = new FormData();
  for (const name of ["csrf", "idempotency_key"]) body.append(name, form.elements[name]?.value ?? "");
  body.append("text", text);
  body.append("quiet", "1");
  const stop = new AbortController();
  saving.set(form, stop);
  try {
    const answer = await fetch(form.dataset.keeps, { method: "POST", body, signal: stop.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    if (field(form)?.value === text) store(key(form), "");
    say(form, text.trim() ? "saved" : "");
  } catch {
    if (!stop.signal.aborted) say(form, "unsaved");
  }
}

function quiet(form) {
  clearTimeout(timers.get(form));
  saving.get(form)?.abort();
}

function onInput(event) {
  const form = event.target.closest?.("form[data-draft]");
  if (!form || event.target.name !== "text") return;
  store(key(form), event.target.value);
  say(form, "");
  later(form);
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
  if (form.method !== "post") return;
  form.dataset.sending = event.submitter?.hasAttribute("data-keeps") ? "kept" : "sent";
  quiet(form);
}

function onEnd(event) {
  const form = event.target;
  const kept = form.dataset.sending === "kept";
  delete form.dataset.sending;
  if (!event.detail.success || !form.dataset.draft) return;
  store(key(form), "");
  if (kept) {
    const files = form.querySelector("input[type=file]");
    if (files) files.value = "";
    say(form, "saved");
    return;
  }
  form.reset();
  field(form).value = "";
  form.querySelector(".draft-files")?.replaceChildren();
  say(form, "");
}

/** A chosen file goes to the draft at once, and stays with it. */
function onFiles(event) {
  const form = event.target.closest?.(".attach") && event.target.form;
  if (form && event.target.files.length) form.requestSubmit(form.querySelector(".keep"));
}

/** Whether something else is chosen than the page came with: the way an answer goes, a tick. */
function chosen(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

const busy = (composer) =>
  composer.contains(document.activeElement) ||
  [...composer.querySelectorAll("textarea, input[type=file]")].some((input) => input.value) ||
  [...composer.querySelectorAll("select, input[type=checkbox]")].some(chosen);

/** A composer in use stays as it is while the page around it is brought up to date; only what it is based on, what it
 *  will stop, and the files beside it are renewed. */
function onMorph(event) {
  const composer = event.target;
  if (composer.id !== "composer" || !busy(composer)) return;
  event.preventDefault();
  const fresh = event.detail.newElement;
  for (const input of composer.querySelectorAll("input[type=hidden][name=version], input[type=hidden][name=csrf]")) {
    const same = fresh?.querySelector(`form[action="${input.form.getAttribute("action")}"] input[name=${input.name}]`);
    if (same) input.value = same.value;
  }
  for (const part of [".stops", ".writing", "#files-reply", "#files-note"]) {
    const [old, now] = [composer, fresh].map((one) => one?.querySelector(part));
    if (old && now) old.replaceWith(now.cloneNode(true));
  }
}

restore();
for (const name of ["turbo:load", "turbo:frame-render", "turbo:render"]) document.addEventListener(name, restore);
document.addEventListener("input", onInput);
document.addEventListener("change", onFiles);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit, true);
document.addEventListener("turbo:submit-end", onEnd);
document.addEventListener("turbo:before-morph-element", onMorph);
