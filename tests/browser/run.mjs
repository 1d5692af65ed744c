// Starts a demo desk and a browser, tells every story over them, and ends both. Closes with "N passed, N failed".
//
//   node run.mjs BINARY [STORY…]      A story is the name of a file in stories/, without .test.mjs
import { spec } from "node:test/reporters";
import { run } from "node:test";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startBrowser } from "./support/browser.mjs";
import { startDesk } from "./support/desk.mjs";
import { startTelegram, TOKEN } from "./support/telegram.mjs";

const [binary, ...wanted] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node run.mjs BINARY [STORY…]");
  process.exit(2);
}

const folder = new URL("stories/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs") && (!wanted.length || wanted.includes(name.replace(".test.mjs", ""))))
  .map((name) => fileURLToPath(new URL(name, folder)));

const started = [];
const endAll = () => Promise.all(started.splice(0).map((one) => one.end()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => endAll().finally(() => process.exit(1)));

/** Tells the stories side by side, for every story has tickets of its own. One of them mostly waits. */
function tell() {
  const counts = { passed: 0, failed: 0 };
  // A file is reported as a test too, which counts only if it failed without a test of its own that did.
  const count = (which) => (event) => {
    if (event.details.type !== "suite" && !files.includes(event.name)) counts[which] += 1;
  };
  const stream = run({ files, concurrency: 3 });
  stream.on("test:pass", count("passed"));
  stream.on("test:fail", (event) => (files.includes(event.name) ? (counts.broken = true) : count("failed")(event)));
  stream.compose(new spec()).pipe(process.stdout);
  return new Promise((done) => stream.on("end", () => done(counts)));
}

let counts = { passed: 0, failed: 1 };
try {
  const telegram = await startTelegram();
  started.push(telegram);
  const desk = await startDesk(binary, { OKNO_TELEGRAM_TOKEN: TOKEN, OKNO__OUTGOING__WITHIN: "127.0.0.1" });
  started.unshift(desk);
  const browser = await startBrowser();
  started.push(browser);
  Object.assign(process.env, { OKNO_BINARY: binary, OKNO_DATA: desk.data, OKNO_TELEGRAM_API: telegram.api });
  Object.assign(process.env, { OKNO_SITE: desk.site, OKNO_MAIL: desk.mail, OKNO_BROWSER: browser.endpoint });
  counts = await tell();
  if (counts.broken && counts.failed === 0) counts.failed = 1;
} catch (error) {
  console.error(error);
} finally {
  await endAll();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed || !counts.passed ? 1 : 0);
