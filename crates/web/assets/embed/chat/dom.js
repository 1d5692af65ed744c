// Elements and icons. Constructed sheets and shadow roots are not the host page's styles: its policy and its rules leave them
// alone.
export const h = (tag, attributes, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value || value === 0) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child));
  return node;
};
export const icon = (path) => {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(ns, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
};
export const ICONS = {
  chat: "M4 5h16v11H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-5 16-3-6z",
  clip: "M8 12l6-6a3 3 0 014 4l-8 8a5 5 0 01-7-7l7-7",
};

export const sheet = new CSSStyleSheet();
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
