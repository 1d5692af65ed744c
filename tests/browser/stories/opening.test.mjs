// A list is brought up to date at the very moment a ticket is opened beside it.
import assert from "node:assert/strict";
import { post, unique } from "../support/post.mjs";
import { story } from "../support/story.mjs";

/** Holds the words of the ticket's answer, its painting, and the page that is brought up to date, each until let go. */
function holds() {
  const gate = () => {
    let open;
    const wait = new Promise((resolve) => (open = resolve));
    return { wait, open, reached: false };
  };
  const [words, painting, whole] = [gate(), gate(), gate()];
  window.gates = { words, painting, whole };
  let next = false;
  const paint = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    if (!next) return paint(callback);
    next = false;
    painting.reached = true;
    painting.wait.then(() => paint(callback));
    return 0;
  };
  document.addEventListener("turbo:before-fetch-response", ({ target, detail }) => {
    if (target.id !== "ticket" || words.reached) return;
    const { response } = detail.fetchResponse;
    const clone = response.clone.bind(response);
    response.clone = () => {
      const copy = clone();
      const text = copy.text.bind(copy);
      copy.text = async () => {
        const all = text();
        words.reached = true;
        await words.wait;
        next = true;
        return all;
      };
      return copy;
    };
  });
  document.addEventListener("turbo:visit", () => (window.visits = true));
  document.addEventListener("turbo:before-render", (event) => {
    event.preventDefault();
    whole.reached = true;
    whole.wait.then(event.detail.resume);
  });
  document.addEventListener("turbo:frame-load", () => setTimeout(() => (window.came = true)));
  window.EventSource = class extends EventTarget {
    constructor() {
      super();
      window.news = this;
    }
    close() {}
  };
}

story("what is opened while the list is brought up to date stays open", async (stage) => {
  const subject = unique("Открытое вовремя");
  await post({ to: "cards@demo.example", from: "Ева <eva@post.example>", subject, text: "Здравствуйте." });
  const page = await stage.window({ who: "anna" });
  await page.addInitScript(holds);
  await page.goto("/inbox?view=all");
  await page.locator(".row-link", { hasText: subject }).press("Enter");
  await page.waitForFunction(() => window.gates.words.reached);
  const visits = await page.evaluate(() => {
    window.visits = false;
    window.news.dispatchEvent(new MessageEvent("refresh", { data: "" }));
    return window.visits;
  });
  await page.evaluate(() => window.gates.words.open());
  await page.waitForFunction(() => window.gates.painting.reached);
  if (visits) await page.waitForFunction(() => window.gates.whole.reached);
  const brought = page.waitForResponse((response) => {
    const request = response.request();
    return /\/tickets\//.test(response.url()) && request.headers()["turbo-frame"] === undefined;
  });
  await page.evaluate(() => window.gates.painting.open());
  await page.waitForFunction(() => window.came);
  await page.evaluate(() => window.gates.whole.open());
  await brought; // the news is not forgotten
  await page.waitForFunction(() => !document.documentElement.hasAttribute("aria-busy"));
  await page.locator("article.ticket", { has: page.locator("h1", { hasText: subject }) }).waitFor();
  assert.match(page.url(), /\/tickets\//);
});
