// The line to the desk: what is said and done there is heard here, and heard again after any break.
import { adopt, keep, kept } from "./kept.js";
import { draw, scroll } from "./log.js";
import { lines, s, say, w } from "./state.js";
import { build } from "./window.js";
import { call, learn } from "./wire.js";
import { pump } from "./write.js";

export const FIRST = 1000;
export const SLOWEST = 30000;
let stop = null;
let wait = FIRST;

const ready = async () => {
  await learn();
  await adopt();
  build();
};
// Asked once, however many wait for it: a second window would take the messages of the first.
let prepared = null;
export const prepare = () => (prepared ||= ready().catch((error) => ((prepared = null), Promise.reject(error))));
/** The line is back: nothing is waited for. */
export const hurry = () => {
  wait = FIRST;
  awake();
};

/** Somebody is here: the line is opened again where it was left idle. */
export function awake() {
  s.lively = Date.now();
  if (!stop && kept.begun) listen();
}

export async function listen() {
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
      // Whoever waits for a first person says nothing, and is there.
      if (s.place === null && s.settings.idle_ms < Date.now() - s.lively) {
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
  if (s.settings && wait > FIRST * 2) say(w("offline"));
  setTimeout(listen, wait * (0.75 + Math.random() / 2));
  wait = Math.min(wait * 2, SLOWEST);
}

function hear(piece) {
  const [, name, data] = /^event: (\w+)\ndata: (.*)/s.exec(piece) || [];
  if (name === "talk") return take(JSON.parse(data));
  if (name === "typing") type(s.ui.typing.hidden);
  if (name === "queue") {
    s.place = JSON.parse(data).place;
    draw();
  }
  if (name === "read") {
    s.read = [...lines.values()].filter((line) => !line.ours).pop()?.id || "";
    draw();
  }
}

function type(on) {
  clearTimeout(s.ui.typing.timer);
  s.ui.typing.hidden = !on;
  if (on) s.ui.typing.timer = setTimeout(() => type(false), 60000);
  scroll();
}

function take(news) {
  s.talk = news.talk;
  if (s.talk && !kept.begun) {
    kept.begun = true;
    keep();
  }
  if (news.whole) {
    if (!lines.size) s.earlier = news.earlier;
    if (news.settings !== s.settings.version) learn().then(build, () => {});
  }
  for (const line of news.lines) {
    if (!lines.has(line.id) && !news.whole) {
      s.lively = Date.now();
      if (line.ours) type(false);
    }
    lines.set(line.id, line);
  }
  draw();
}
