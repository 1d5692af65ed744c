// The button in the corner and the window behind it.
import { h, icon, ICONS, sheet } from "./dom.js";
import { kept } from "./kept.js";
import { bringEarlier, draw, forget } from "./log.js";
import { account, lang, script } from "./page.js";
import { s, w } from "./state.js";
import { awake, prepare } from "./talk.js";
import { attachments, onFiles, onInput, onKey, onSubmit } from "./write.js";

export const host = document.createElement("okno-chat");
export const root = host.attachShadow({ mode: "open" });
root.adoptedStyleSheets = [sheet];
const short = /^ru/i.test(lang) ? "Чат" : "Chat";
export const badge = h("span", { class: "badge", hidden: true });
export const launch = h("button", { class: "launch", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", click: () => show() }, icon(ICONS.chat), h("span", {}, script.dataset.label || short), badge);
const frame = h("div", {}, launch);
root.append(frame);

function field(name, type, ask, complete) {
  if (!ask || account) return null;
  const input = h("input", { id: name, name, type, autocomplete: complete, required: ask === "required", "aria-describedby": `${name}-err` });
  input.value = kept[name] || "";
  const words = w(name) + (ask === "required" ? "" : ` ${w("optional")}`);
  return h("div", {}, h("label", { for: name }, words), input, h("p", { class: "err", id: `${name}-err`, role: "alert" }));
}

/** Puts the window together; made anew where the desk's settings changed, with what is being written kept. */
export function build() {
  const before = s.ui;
  if (s.settings.colour) {
    host.style.setProperty("--brand", s.settings.colour);
    host.style.setProperty("--on", s.settings.on_colour);
  }
  const log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": w("log"), tabindex: "0" });
  const top = [s.settings.greeting, s.settings.closed, s.settings.expected].map((words, at) => words && h("p", { class: at ? "note strong" : "note" }, words));
  const typing = h("p", { class: "note", hidden: true }, w("typing"));
  const state = h("p", { class: "note", role: "status" });
  const text = h("textarea", { id: "text", rows: "1", "aria-describedby": "text-err", keydown: onKey, input: onInput });
  const files = h("input", { type: "file", multiple: true, class: "sr", tabindex: "-1", "aria-hidden": "true", change: onFiles });
  const consent = s.settings.consent && h("div", {}, h("label", {}, h("input", { type: "checkbox", id: "consent" }), ` ${w("consent")}`), h("p", { class: "note" }, s.settings.consent.text), h("p", { class: "err", id: "consent-err", role: "alert" }));
  const asked = h("div", {}, field("name", "text", s.settings.name, "name"), field("email", "email", s.settings.email, "email"), consent);
  const attached = h("div", { class: "note" });
  const form = h(
    "form",
    { submit: onSubmit, novalidate: true },
    asked,
    h("label", { for: "text", class: "sr" }, w("write")),
    attached,
    h("div", { class: "row" }, s.settings.files && h("button", { type: "button", class: "tool", "aria-label": w("attach"), title: w("attach"), click: () => files.click() }, icon(ICONS.clip)), files, text, h("button", { class: "tool go", "aria-label": w("send"), title: w("send") }, icon(ICONS.send))),
    h("p", { class: "err", id: "text-err", role: "alert" }),
    state
  );
  text.placeholder = w("write");
  const about = h("p", { class: "note", hidden: true });
  const earlier = h("button", { type: "button", class: "link note", hidden: true, click: bringEarlier }, w("earlier"));
  const place = h("p", { class: "note strong", hidden: true });
  const panel = h("div", { class: "panel", role: "dialog", "aria-label": s.settings.title, lang: s.settings.lang, keydown: (event) => event.key === "Escape" && hide() }, h("header", {}, h("h2", {}, s.settings.title), h("button", { type: "button", "aria-label": w("close"), title: w("close"), click: hide }, icon(ICONS.close))), log, form);
  log.append(...top.filter(Boolean), about, earlier, place, typing);
  s.ui = { panel, log, typing, state, text, files, asked, attached, about, earlier, place };
  panel.hidden = !s.open;
  forget();
  if (before) {
    text.value = before.text.value;
    before.panel.replaceWith(panel);
    attachments();
  } else frame.append(panel);
  draw();
}

export async function show() {
  try {
    await prepare();
  } catch {
    return;
  }
  s.open = true;
  frame.className = "open";
  launch.hidden = true;
  launch.setAttribute("aria-expanded", "true");
  s.ui.panel.hidden = false;
  draw();
  s.ui.log.scrollTop = s.ui.log.scrollHeight;
  (s.ui.asked.hidden ? s.ui.text : s.ui.asked.querySelector("input") || s.ui.text).focus();
  awake();
}

export function hide() {
  s.open = false;
  frame.className = "";
  s.ui.panel.hidden = true;
  launch.hidden = false;
  launch.setAttribute("aria-expanded", "false");
  launch.focus();
  draw();
}
