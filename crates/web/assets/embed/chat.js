// The chat of an Okno desk on any page. No dependencies, no frame, no cookie:
//   <script src="https://desk.example.org/chat/help.js" defer data-lang="en"></script>
// Signed in: data-account="their id", and window.oknoToken, a function that gives (a promise of) a token the host signed.
// A page with a Content-Security-Policy needs the desk's origin in script-src and connect-src, and nothing else.
(() => {
  const script = document.currentScript;
  if (!script) return;
  const base = script.src.replace(/\.js(\?.*)?$/, "");
  const lang = script.dataset.lang || document.documentElement.lang || navigator.language || "";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  // What one of them wrote and did not send is never sent by the next one at the same browser.
  const account = script.dataset.account || "";
  const key = `okno ${base} ${account}`;
  const FIRST = 1000;
  const SLOWEST = 30000;

  // What outlives a reload: who the visitor is, and what was written and not yet taken.
  const random = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {}; // storage is forbidden: the talk lasts as long as the page
    }
  };
  const kept = { secret: random(24), queue: [], begun: !!account, ...load() };
  // Files do not outlive the page: their message asks for them again.
  for (const item of kept.queue) item.lost = !!item.files?.length;
  const keep = () => {
    const queue = kept.queue.filter((item) => !item.entry).map(({ id, text, at, error, files }) => ({ id, text, at, error, files }));
    try {
      localStorage.setItem(key, JSON.stringify({ ...kept, queue }));
    } catch {
      /* as above */
    }
  };

  let settings = null;
  let talk = null;
  let open = false;
  let stop = null;
  let wait = FIRST;
  let pumping = false;
  let typed = 0;
  let lively = Date.now();
  let read = "";
  let chosen = [];
  const lines = new Map();
  const nodes = new Map();
  const seen = new Set();
  const w = (word) => settings.words[word];

  const h = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value === true) node.setAttribute(name, "");
      else if (value || value === 0) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child));
    return node;
  };
  const icon = (path) => {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(ns, "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };
  const ICONS = {
    chat: "M4 5h16v11H9l-5 4z",
    close: "M6 6l12 12M18 6L6 18",
    send: "M4 12l16-8-5 16-3-6z",
    clip: "M8 12l6-6a3 3 0 014 4l-8 8a5 5 0 01-7-7l7-7",
  };

  // Constructed sheets and shadow roots are not the host page's styles: its policy and its rules leave them alone.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{all:initial;--brand:#0a5c8a;--on:#fff;--bg:#fff;--fg:#1b1f24;--soft:#f1f3f5;--line:#d5dae0;--quiet:#59636e;--bad:#b3261e;color-scheme:light dark;position:fixed;inset-inline-end:16px;inset-block-end:16px;z-index:2147483000;font:15px/1.45 system-ui,sans-serif;color:var(--fg)}
@media(prefers-color-scheme:dark){:host{--bg:#16191d;--fg:#e8eaed;--soft:#23282e;--line:#3a4149;--quiet:#a5afb9;--bad:#f2b8b5}}
*{box-sizing:border-box;font:inherit;color:inherit}
[hidden]{display:none!important}
button{cursor:pointer;border:0;background:none}
svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;display:block}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.launch{position:relative;display:flex;gap:8px;align-items:center;min-height:52px;padding:0 18px;border-radius:26px;background:var(--brand);color:var(--on);box-shadow:0 4px 16px #0004;margin-inline-start:auto}
.badge{position:absolute;inset-block-start:-6px;inset-inline-end:-4px;min-width:22px;padding:0 6px;border-radius:11px;background:#b3261e;color:#fff;font-size:13px;text-align:center}
.panel{display:flex;flex-direction:column;width:min(380px,calc(100vw - 32px));height:min(600px,calc(100vh - 32px));background:var(--bg);border:1px solid var(--line);border-radius:14px;overflow:hidden;box-shadow:0 8px 32px #0005}
header{display:flex;align-items:center;gap:8px;padding:12px 8px 12px 16px;background:var(--brand);color:var(--on)}
h2{flex:1;margin:0;font-size:17px;font-weight:600}
header button{padding:9px}
.log{flex:1;overflow-y:auto;padding:12px;display:flex;flex-direction:column;gap:8px;overscroll-behavior:contain}
.note{margin:0;color:var(--quiet);font-size:14px;overflow-wrap:anywhere}
.note.strong{color:var(--fg)}
.msg{max-width:86%;padding:8px 12px;border-radius:12px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere}
.mine{align-self:flex-end;background:var(--brand);color:var(--on)}
.mine a,.mine .meta{color:inherit}
.msg.bad{outline:2px solid var(--bad)}
.meta{display:block;margin-top:2px;font-size:12px;color:var(--quiet);white-space:normal}
.mine .meta{opacity:.85}
.file,.link{padding:2px 0;text-decoration:underline;text-align:start;display:block}
form{display:flex;flex-direction:column;gap:8px;padding:10px;border-block-start:1px solid var(--line);max-height:65%;overflow-y:auto}
label{display:block;font-size:14px}
input:not([type=checkbox]),textarea{width:100%;padding:9px 10px;border:1px solid var(--line);border-radius:8px;background:var(--bg)}
textarea{resize:none;max-height:30vh;min-height:42px}
.row{display:flex;gap:6px;align-items:flex-end}
.row textarea{flex:1}
.tool{padding:10px;border-radius:8px}
.go{background:var(--brand);color:var(--on)}
.err{color:var(--bad);font-size:13px;margin:2px 0 0}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media(max-width:480px){.open{position:fixed;inset:0}.open .panel{width:100%;height:100%;border:0;border-radius:0}}
@media(forced-colors:active){.msg,.launch{border:1px solid}}
@media print{:host{display:none}}`);

  const host = document.createElement("okno-chat");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const short = /^ru/i.test(lang) ? "Чат" : "Chat";
  const badge = h("span", { class: "badge", hidden: true });
  const launch = h("button", { class: "launch", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", click: show }, icon(ICONS.chat), h("span", {}, script.dataset.label || short), badge);
  const frame = h("div", {}, launch);
  root.append(frame);
  let ui = null;

  const call = async (path, options = {}) =>
    fetch(base + path, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", ...options, headers: { accept: "application/json", authorization: `Bearer ${account ? await window.oknoToken() : kept.secret}`, ...options.headers } });

  /** What the desk says of this chat; the words come with it. */
  async function learn() {
    const answer = await fetch(`${base}/settings?${new URLSearchParams({ lang, zone })}`, { credentials: "omit", headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    settings = await answer.json();
    for (const item of kept.queue) if (item.lost) item.error = w("files-lost");
    if (settings.colour) {
      host.style.setProperty("--brand", settings.colour);
      host.style.setProperty("--on", settings.on_colour);
    }
    build();
  }

  // Asked once, however many wait for it: a second window would take the messages of the first.
  let prepared = null;
  const prepare = () => (prepared ||= learn().catch((error) => ((prepared = null), Promise.reject(error))));

  function field(name, type, ask, complete) {
    if (!ask || account) return null;
    const input = h("input", { id: name, name, type, autocomplete: complete, required: ask === "required", "aria-describedby": `${name}-err` });
    input.value = kept[name] || "";
    const words = w(name) + (ask === "required" ? "" : ` ${w("optional")}`);
    return h("div", {}, h("label", { for: name }, words), input, h("p", { class: "err", id: `${name}-err`, role: "alert" }));
  }

  function build() {
    const log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": w("log"), tabindex: "0" });
    const top = [settings.greeting, settings.closed, settings.expected].map((words, at) => words && h("p", { class: at ? "note strong" : "note" }, words));
    const typing = h("p", { class: "note", hidden: true }, w("typing"));
    const state = h("p", { class: "note", role: "status" });
    const text = h("textarea", { id: "text", rows: "1", "aria-describedby": "text-err", keydown: onKey, input: onInput });
    const files = h("input", { type: "file", multiple: true, class: "sr", tabindex: "-1", "aria-hidden": "true", change: onFiles });
    const consent = settings.consent && h("div", {}, h("label", {}, h("input", { type: "checkbox", id: "consent" }), ` ${w("consent")}`), h("p", { class: "note" }, settings.consent.text), h("p", { class: "err", id: "consent-err", role: "alert" }));
    const asked = h("div", {}, field("name", "text", settings.name, "name"), field("email", "email", settings.email, "email"), consent);
    const attached = h("div", { class: "note" });
    const form = h(
      "form",
      { submit: onSubmit, novalidate: true },
      asked,
      h("label", { for: "text", class: "sr" }, w("write")),
      attached,
      h("div", { class: "row" }, settings.files && h("button", { type: "button", class: "tool", "aria-label": w("attach"), title: w("attach"), click: () => files.click() }, icon(ICONS.clip)), files, text, h("button", { class: "tool go", "aria-label": w("send"), title: w("send") }, icon(ICONS.send))),
      h("p", { class: "err", id: "text-err", role: "alert" }),
      state
    );
    text.placeholder = w("write");
    const about = h("p", { class: "note", hidden: true });
    const panel = h("div", { class: "panel", role: "dialog", "aria-label": settings.title, lang: settings.lang, keydown: (event) => event.key === "Escape" && hide() }, h("header", {}, h("h2", {}, settings.title), h("button", { type: "button", "aria-label": w("close"), title: w("close"), click: hide }, icon(ICONS.close))), log, form);
    log.append(...top.filter(Boolean), about, typing);
    ui = { panel, log, typing, state, text, files, asked, attached, about };
    panel.hidden = true;
    frame.append(panel);
    draw();
  }

  async function show() {
    try {
      await prepare();
    } catch {
      return;
    }
    open = true;
    frame.className = "open";
    launch.hidden = true;
    launch.setAttribute("aria-expanded", "true");
    ui.panel.hidden = false;
    draw();
    ui.log.scrollTop = ui.log.scrollHeight;
    (ui.asked.hidden ? ui.text : ui.asked.querySelector("input") || ui.text).focus();
    awake();
  }

  function hide() {
    open = false;
    frame.className = "";
    ui.panel.hidden = true;
    launch.hidden = false;
    launch.setAttribute("aria-expanded", "false");
    launch.focus();
    draw();
  }

  // The talk ---------------------------------------------------------------------------------------------------------

  /** Somebody is here: the line is opened again where it was left idle. */
  function awake() {
    lively = Date.now();
    if (!stop && kept.begun) listen();
  }

  async function listen() {
    if (stop) return;
    stop = new AbortController();
    const own = stop;
    try {
      await prepare();
      const answer = await call("/events", { signal: own.signal, headers: { accept: "text/event-stream" } });
      if (!answer.ok) throw new Error(answer.statusText);
      wait = FIRST;
      say("");
      pump();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ; ) {
        const { value, done } = await reader.read();
        if (done) break;
        const pieces = (rest + value).split("\n\n");
        rest = pieces.pop();
        pieces.forEach(hear);
        if (settings.idle_ms < Date.now() - lively) {
          say(w("idle"));
          own.abort();
          stop = null;
          return;
        }
      }
    } catch {
      if (own.signal.aborted) return;
    }
    stop = null;
    if (settings && wait > FIRST * 2) say(w("offline"));
    setTimeout(listen, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, SLOWEST);
  }

  function hear(piece) {
    const [, name, data] = /^event: (\w+)\ndata: (.*)/s.exec(piece) || [];
    if (name === "talk") return take(JSON.parse(data));
    if (name === "typing") type(ui.typing.hidden);
    if (name === "read") {
      read = [...lines.values()].filter((line) => !line.ours).pop()?.id || "";
      draw();
    }
  }

  function type(on) {
    clearTimeout(ui.typing.timer);
    ui.typing.hidden = !on;
    if (on) ui.typing.timer = setTimeout(() => type(false), 60000);
    scroll();
  }

  function take(news) {
    talk = news.talk;
    if (talk && !kept.begun) kept.begun = true;
    for (const line of news.lines) {
      if (!lines.has(line.id) && !news.whole) {
        lively = Date.now();
        if (line.ours) type(false);
      }
      lines.set(line.id, line);
    }
    draw();
  }

  /** Messages that are written down by the desk are no longer waiting here. */
  function settle() {
    const arrived = new Set([...lines.values()].map((line) => line.mine));
    kept.queue = kept.queue.filter((item) => !arrived.has(item.id) && !lines.has(item.entry));
    keep();
  }

  const say = (words) => ui && (ui.state.textContent = words);
  const scroll = () => ui.log.scrollHeight - ui.log.scrollTop - ui.log.clientHeight < 160 && (ui.log.scrollTop = ui.log.scrollHeight);
  const time = (at) => new Date(at).toLocaleString(settings.lang, new Date(at).toDateString() === new Date().toDateString() ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });

  function words(text) {
    return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, at) => (at % 2 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer nofollow" }, part) : part));
  }

  function bubble(line) {
    const mine = !line.ours;
    const who = mine ? w("you") : settings.us;
    const meta = h("span", { class: "meta" });
    const files = (line.files || []).map((file) => h("button", { type: "button", class: "file", click: () => bring(file) }, file.name));
    const node = h("div", { class: mine ? "msg mine" : "msg" }, h("span", { class: "sr" }, `${who}: `), ...words(line.text || ""), ...files, meta);
    node.meta = meta;
    return node;
  }

  function draw() {
    if (!ui) return;
    settle();
    const all = [...lines.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).concat(kept.queue);
    const was = ui.log.scrollHeight - ui.log.scrollTop - ui.log.clientHeight < 160;
    const wanted = new Set();
    let last = ui.about;
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
    last.after(ui.typing);
    ui.asked.hidden = !!talk && !talk.closed;
    ui.about.hidden = !talk;
    if (talk) ui.about.replaceChildren(`${w("number")} ${talk.number}. `, h("a", { href: talk.page, target: "_blank", rel: "noopener" }, w("page")), talk.closed ? ` ${w("new")}` : "");
    if (was) ui.log.scrollTop = ui.log.scrollHeight;
    const unseen = [...lines.values()].filter((line) => line.ours && line.unseen && !seen.has(line.id));
    if (open && document.visibilityState === "visible") confirm(unseen.map((line) => line.id));
    badge.hidden = open || !unseen.length;
    badge.textContent = unseen.length;
    launch.setAttribute("aria-label", w("open") + (unseen.length ? ` (${unseen.length})` : ""));
  }

  function status(line, waits) {
    if (line.error) return [`${line.error} `, h("button", { type: "button", class: "link", click: () => retry(line) }, w("again")), h("button", { type: "button", class: "link", click: () => drop(line) }, w("remove"))];
    if (waits) return [w(line.entry ? "sent" : "sending")];
    return [time(line.at) + (line.ours ? "" : ` · ${w(line.id <= read ? "read" : "sent")}`)];
  }

  async function confirm(entries) {
    if (!entries.length) return;
    entries.forEach((id) => seen.add(id));
    const answer = await call("/seen", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ entries }) }).catch(() => null);
    if (!answer?.ok) entries.forEach((id) => seen.delete(id));
  }

  async function bring(file) {
    const answer = await call(`/files/${file.id}`).catch(() => null);
    if (!answer?.ok) return say(w("failed"));
    const url = URL.createObjectURL(await answer.blob());
    h("a", { href: url, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  // Writing ----------------------------------------------------------------------------------------------------------

  function onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ui.text.form.requestSubmit();
  }

  function onInput() {
    ui.text.style.height = "auto";
    ui.text.style.height = `${ui.text.scrollHeight + 2}px`;
    awake();
    if (!talk || Date.now() - typed < 3000) return;
    typed = Date.now();
    call("/typing", { method: "POST" }).catch(() => {});
  }

  function onFiles() {
    chosen = [...chosen, ...ui.files.files];
    ui.files.value = "";
    const size = chosen.reduce((sum, file) => sum + file.size, 0);
    complain("text", size > settings.max_bytes ? w("too-large") : "");
    if (size > settings.max_bytes) chosen = [];
    attachments();
  }

  function attachments() {
    ui.attached.replaceChildren(...chosen.map((file) => h("button", { type: "button", class: "link", title: w("remove"), click: () => ((chosen = chosen.filter((other) => other !== file)), attachments()) }, `${file.name} ✕`)));
  }

  const complain = (name, words) => {
    const place = root.getElementById(`${name}-err`);
    if (place) place.textContent = words;
    const input = root.getElementById(name);
    if (words) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  };

  function onSubmit(event) {
    event.preventDefault();
    let first = null;
    for (const input of ui.asked.hidden ? [] : ui.asked.querySelectorAll("input")) {
      const needed = (input.required || input.type === "checkbox") && !(input.type === "checkbox" ? input.checked : input.value.trim());
      const words = needed ? w("required") : input.validity.typeMismatch ? w("email-wrong") : "";
      complain(input.id, words);
      if (words) first ||= input;
      if (input.type !== "checkbox") kept[input.id] = input.value.trim();
      else kept.consent = input.checked ? settings.consent.version : "";
    }
    if (first) return first.focus();
    const text = ui.text.value;
    if (!text.trim() && !chosen.length) return ui.text.focus();
    complain("text", "");
    const files = chosen;
    kept.queue.push({ id: `${Date.now().toString(36)}-${random(8)}`, text, at: new Date().toISOString(), files: files.map(({ name }) => ({ name })), blobs: files });
    ui.text.value = "";
    chosen = [];
    attachments();
    onInput();
    draw();
    ui.log.scrollTop = ui.log.scrollHeight;
    ui.text.focus();
    pump();
  }

  function retry(item) {
    item.error = "";
    if (item.lost) {
      ui.text.value = item.text;
      return drop(item);
    }
    draw();
    pump();
  }

  function drop(item) {
    kept.queue = kept.queue.filter((other) => other !== item);
    draw();
  }

  /** Sends what waits, one after another, until each is answered for: under one id, however often. */
  async function pump() {
    if (pumping) return;
    pumping = true;
    for (let pause = FIRST, item; (item = kept.queue.find((one) => !one.entry && !one.error)); ) {
      const body = new FormData();
      const sent = { id: item.id, text: item.text, name: kept.name, email: kept.email, consent: kept.consent, lang: settings.lang, zone };
      for (const [name, value] of Object.entries(sent)) body.append(name, value || "");
      for (const file of item.blobs || []) body.append("files", file, file.name);
      const answer = await call("/messages", { method: "POST", body }).catch(() => null);
      if (answer?.ok) {
        item.entry = (await answer.json().catch(() => ({}))).entry || "?";
        kept.begun = true;
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
    if (asked.length && talk === null) {
      // Nothing typed is lost: it goes back to where it was written.
      kept.queue = kept.queue.filter((other) => other !== item);
      ui.text.value = item.text;
      chosen = item.blobs || [];
      attachments();
      for (const name of asked) complain(name, w(name === "email" && kept.email ? "email-wrong" : "required"));
      root.getElementById(asked[0])?.focus();
    } else {
      item.error = w(answer.status === 413 ? "too-large" : fields.includes("files") ? "files-refused" : "refused");
    }
    draw();
  }

  // Life -------------------------------------------------------------------------------------------------------------

  addEventListener("online", () => {
    wait = FIRST;
    awake();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && (awake(), draw()));
  window.OknoChat = { open: show, close: () => open && hide() };
  const begin = () => {
    document.body.append(host);
    if (kept.queue.length) prepare().then(pump, () => {});
    awake();
    if ("open" in script.dataset) show();
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
