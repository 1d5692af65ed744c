// Writing: what is typed is kept until the desk has answered for it.
import { h } from "./dom.js";
import { drop, keep, kept, note, put, queue, random } from "./kept.js";
import { draw } from "./log.js";
import { account, zone } from "./page.js";
import { s, say, w } from "./state.js";
import { awake, FIRST, listen, SLOWEST } from "./talk.js";
import { root } from "./window.js";
import { call } from "./wire.js";

let pumping = false;
let typed = 0;

export function onKey(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  s.ui.text.form.requestSubmit();
}

export function onInput() {
  s.ui.text.style.height = "auto";
  s.ui.text.style.height = `${s.ui.text.scrollHeight + 2}px`;
  awake();
  if (!s.talk || Date.now() - typed < 3000) return;
  typed = Date.now();
  call("/typing", { method: "POST" }).catch(() => {});
}

export function onFiles() {
  s.chosen = [...s.chosen, ...s.ui.files.files];
  s.ui.files.value = "";
  const size = s.chosen.reduce((sum, file) => sum + file.size, 0);
  complain("text", size > s.settings.max_bytes ? w("too-large") : "");
  if (size > s.settings.max_bytes) s.chosen = [];
  attachments();
}

export function attachments() {
  s.ui.attached.replaceChildren(...s.chosen.map((file) => h("button", { type: "button", class: "link", title: w("remove"), click: () => ((s.chosen = s.chosen.filter((other) => other !== file)), attachments()) }, `${file.name} ✕`)));
}

const complain = (name, words) => {
  const place = root.getElementById(`${name}-err`);
  if (place) place.textContent = words;
  const input = root.getElementById(name);
  if (words) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
};

export function onSubmit(event) {
  event.preventDefault();
  let first = null;
  for (const input of s.ui.asked.hidden ? [] : s.ui.asked.querySelectorAll("input")) {
    const needed = (input.required || input.type === "checkbox") && !(input.type === "checkbox" ? input.checked : input.value.trim());
    const words = needed ? w("required") : input.validity.typeMismatch ? w("email-wrong") : "";
    complain(input.id, words);
    if (words) first ||= input;
    if (input.type !== "checkbox") kept[input.id] = input.value.trim();
    else kept.consent = input.checked ? s.settings.consent.version : "";
  }
  if (first) return first.focus();
  const text = s.ui.text.value;
  if (!text.trim() && !s.chosen.length) return s.ui.text.focus();
  complain("text", "");
  const files = s.chosen;
  put({ id: `${Date.now().toString(36)}-${random(8)}`, text, at: new Date().toISOString(), files: files.map(({ name }) => ({ name })), blobs: files });
  keep();
  s.ui.text.value = "";
  s.chosen = [];
  attachments();
  onInput();
  draw();
  s.ui.log.scrollTop = s.ui.log.scrollHeight;
  s.ui.text.focus();
  pump();
}

export function retry(item) {
  item.error = "";
  if (item.lost) {
    s.ui.text.value = item.text;
    drop(item);
    return draw();
  }
  draw();
  pump();
}

/** Sends what waits, one after another, until each is answered for: under one id, however often. */
export async function pump() {
  if (pumping) return;
  pumping = true;
  for (const item of queue) if (item.lost) item.error ||= w("files-lost");
  draw();
  for (let pause = FIRST, item; (item = queue.find((one) => !one.entry && !one.error)); ) {
    const body = new FormData();
    const sent = { id: item.id, text: item.text, name: kept.name, email: kept.email, consent: kept.consent, lang: s.settings.lang, zone };
    for (const [name, value] of Object.entries(sent)) body.append(name, value || "");
    for (const file of item.blobs || []) body.append("files", file, file.name);
    const answer = await call("/messages", { method: "POST", body }).catch(() => null);
    if (answer?.ok) {
      item.entry = (await answer.json().catch(() => ({}))).entry || "?";
      kept.begun = true;
      keep();
      say("");
      draw();
      listen();
      pause = FIRST;
    } else if (answer && answer.status < 500 && ![account ? 401 : 0, 408, 429].includes(answer.status)) {
      await refuse(item, answer);
    } else {
      say(w(answer?.status === 429 ? "too-often" : "offline"));
      const after = Number(answer?.headers.get("retry-after")) * 1000;
      await new Promise((go) => (setTimeout(go, Math.max(pause, Math.min(after || 0, 120000))), addEventListener("online", go, { once: true })));
      pause = Math.min(pause * 2, SLOWEST);
    }
  }
  pumping = false;
}

async function refuse(item, answer) {
  const problem = await answer.json().catch(() => ({}));
  const fields = (problem.fields || []).map((one) => one.field);
  const asked = fields.filter((name) => ["name", "email", "consent"].includes(name));
  if (asked.length && s.talk === null) {
    // Nothing typed is lost: it goes back to where it was written.
    drop(item);
    s.ui.text.value = item.text;
    s.chosen = item.blobs || [];
    attachments();
    for (const name of asked) complain(name, w(name === "email" && kept.email ? "email-wrong" : "required"));
    root.getElementById(asked[0])?.focus();
  } else {
    item.error = w(answer.status === 413 ? "too-large" : fields.includes("files") ? "files-refused" : "refused");
    note(item);
  }
  draw();
}
