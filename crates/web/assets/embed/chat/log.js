// The conversation on the screen: lines of the desk, then what is on its way there.
import { h } from "./dom.js";
import { drop, queue } from "./kept.js";
import { lines, s, say, w } from "./state.js";
import { badge, launch } from "./window.js";
import { call } from "./wire.js";
import { retry } from "./write.js";

const nodes = new Map();
const seen = new Set();
/** The window was made anew: so are its lines. */
export const forget = () => nodes.clear();

/** Messages that are written down by the desk are no longer waiting here. */
function settle() {
  const arrived = new Set([...lines.values()].map((line) => line.mine));
  queue.filter((item) => arrived.has(item.id) || lines.has(item.entry)).forEach(drop);
}

export const scroll = () => s.ui.log.scrollHeight - s.ui.log.scrollTop - s.ui.log.clientHeight < 160 && (s.ui.log.scrollTop = s.ui.log.scrollHeight);
const time = (at) => new Date(at).toLocaleString(s.settings.lang, new Date(at).toDateString() === new Date().toDateString() ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });

function words(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, at) => (at % 2 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer nofollow" }, part) : part));
}

function bubble(line) {
  const mine = !line.ours;
  const who = mine ? w("you") : s.settings.us;
  const meta = h("span", { class: "meta" });
  const files = (line.files || []).map((file) => h("button", { type: "button", class: "file", click: () => bring(file) }, file.name));
  const node = h("div", { class: mine ? "msg mine" : "msg" }, h("span", { class: "sr" }, `${who}: `), ...words(line.text || ""), ...files, meta);
  node.meta = meta;
  return node;
}

export function draw() {
  if (!s.ui) return;
  settle();
  const all = [...lines.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).concat(queue);
  const was = s.ui.log.scrollHeight - s.ui.log.scrollTop - s.ui.log.clientHeight < 160;
  const wanted = new Set();
  let last = s.ui.earlier;
  for (const line of all) {
    const id = line.mine || line.id;
    wanted.add(id);
    const waits = !lines.has(line.id);
    let node = nodes.get(id);
    if (!node) nodes.set(id, (node = bubble(line)));
    // A message that arrived keeps its place on the screen; nothing is read out twice.
    if (last.nextSibling !== node) last.after(node);
    last = node;
    node.classList.toggle("bad", !!line.error);
    node.meta.replaceChildren(...status(line, waits));
  }
  for (const [id, node] of nodes) if (!wanted.has(id)) node.remove(), nodes.delete(id);
  last.after(s.ui.place, s.ui.typing);
  s.ui.about.after(s.ui.earlier);
  s.ui.earlier.hidden = !s.earlier;
  s.ui.place.hidden = !s.place;
  s.ui.place.textContent = s.place > 1 ? w("queue").replace("$", s.place) : w("queue-next");
  s.ui.asked.hidden = !!s.talk && !s.talk.closed;
  s.ui.about.hidden = !s.talk;
  if (s.talk) s.ui.about.replaceChildren(`${w("number")} ${s.talk.number}. `, h("a", { href: s.talk.page, target: "_blank", rel: "noopener" }, w("page")), s.talk.closed ? ` ${w("new")}` : "");
  if (was) s.ui.log.scrollTop = s.ui.log.scrollHeight;
  const unseen = [...lines.values()].filter((line) => line.ours && line.unseen && !seen.has(line.id));
  if (s.open && document.visibilityState === "visible") confirm(unseen.map((line) => line.id));
  badge.hidden = s.open || !unseen.length;
  badge.textContent = unseen.length;
  launch.setAttribute("aria-label", w("open") + (unseen.length ? ` (${unseen.length})` : ""));
}

function status(line, waits) {
  if (line.error) return [`${line.error} `, h("button", { type: "button", class: "link", click: () => retry(line) }, w("again")), h("button", { type: "button", class: "link", click: () => (drop(line), draw()) }, w("remove"))];
  if (waits) return [w(line.entry ? "sent" : "sending")];
  return [time(line.at) + (line.ours ? "" : ` · ${w(line.id <= s.read ? "read" : "sent")}`)];
}

async function confirm(entries) {
  if (!entries.length) return;
  entries.forEach((id) => seen.add(id));
  const answer = await call("/seen", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ entries }) }).catch(() => null);
  if (!answer?.ok) entries.forEach((id) => seen.delete(id));
}

/** What was said before the lines that are shown, in talks before this one too. */
export async function bringEarlier() {
  const answer = await call(`/history?${new URLSearchParams({ before: s.earlier })}`).catch(() => null);
  if (!answer?.ok) return say(w("failed"));
  const found = await answer.json();
  for (const line of found.lines) lines.set(line.id, line);
  s.earlier = found.earlier;
  const from = s.ui.log.scrollHeight - s.ui.log.scrollTop;
  draw();
  // What is being read stays where it is.
  s.ui.log.scrollTop = s.ui.log.scrollHeight - from;
}

async function bring(file) {
  const answer = await call(`/files/${file.id}`).catch(() => null);
  if (!answer?.ok) return say(w("failed"));
  const url = URL.createObjectURL(await answer.blob());
  h("a", { href: url, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
