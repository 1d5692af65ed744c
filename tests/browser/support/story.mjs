// A story: a test with browser windows of its own, which fails if any page of it did what no page may do.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { connect } from "./browser.mjs";
import { watch } from "./faults.mjs";
import { shoot } from "./shots.mjs";

export const SITE = process.env.OKNO_SITE;
export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const PASSWORD = "one-window";
/** Milliseconds a condition may take to come true; on an idle machine it takes some ten. */
const PATIENCE = 30_000;

/** Milliseconds a story may take, unless it says otherwise. */
const LONGEST = 150_000;

let browser;
const sessions = new Map();
after(() => browser?.close());

/** Tells a story; `body` gets its stage. `options` are those of node:test. */
export function story(name, options, body = options) {
  test(name, { timeout: LONGEST, ...(body !== options && options) }, async () => {
    browser ??= await connect();
    const stage = new Stage();
    try {
      await body(stage);
      assert.deepEqual(stage.faults.flat(), [], "no page of the story may do this");
    } catch (error) {
      await stage.picture(name);
      throw error;
    } finally {
      await stage.end();
    }
  });
}

class Stage {
  contexts = [];
  faults = [];

  /** A window. `who` is the login's first part, or nobody; see faults.mjs for `expected` and `answers`. */
  async window({ who = "", size = WIDE, theme = "light", expected = [], answers = "", lang = "ru" } = {}) {
    const context = await browser.newContext({
      baseURL: SITE,
      viewport: size,
      colorScheme: theme,
      locale: lang === "ru" ? "ru-RU" : "en-GB",
      reducedMotion: "reduce",
      storageState: who ? await session(who) : undefined,
    });
    context.setDefaultTimeout(PATIENCE);
    this.contexts.push(context);
    this.faults.push(watch(context, SITE, { expected, answers }));
    return context.newPage();
  }

  /** What the windows showed when the story failed. */
  async picture(name) {
    const pages = this.contexts.flatMap((context) => context.pages());
    await Promise.all(pages.map((page, index) => shoot(page, `failed-${name}-${index}`.replaceAll(/[^\p{L}\d-]+/gu, "-"))));
  }

  async end() {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** The cookies of somebody who logged in; once for each person and file. */
async function session(who) {
  if (!sessions.has(who)) sessions.set(who, logIn(who));
  return sessions.get(who);
}

async function logIn(who) {
  const context = await browser.newContext({ baseURL: SITE });
  const page = await context.newPage();
  await page.goto("/login");
  await fillLogIn(page, who, PASSWORD);
  await page.waitForURL("**/inbox*");
  const state = await context.storageState();
  await context.close();
  return state;
}

export async function fillLogIn(page, who, password = PASSWORD) {
  await page.locator("#email").fill(`${who}@demo.example`);
  await page.locator("#password").fill(password);
  await page.locator(".login .button.primary").click();
}

/** Waits until the probe says yes, asking as often as the desk can answer. */
export async function until(what, probe) {
  const patience = Date.now() + PATIENCE;
  for (;;) {
    const found = await probe();
    if (found) return found;
    assert.ok(Date.now() < patience, `in vain waited until ${what}`);
  }
}
