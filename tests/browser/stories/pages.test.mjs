// Every page, in both languages, wide and on the phone, light and dark: reached without a fault, accessible, and
// nowhere wider than the window.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

const PAGES = {
  "log-in": { path: "/login", who: "" },
  inbox: { path: "/inbox?view=all" },
  "empty inbox": { path: "/inbox?view=mine", who: "galina", langs: ["ru"] },
  ticket: { path: "/inbox?view=all", open: "Аккредитив" },
  "answer that did not get through": { path: "/inbox?view=overdue", open: "Реквизиты для перевода", langs: ["ru"] },
  "note being written": { path: "/inbox?view=all", open: "Transfer to Norway", langs: ["en"], act: (page) => page.keyboard.press("n") },
  "clock explained": { path: "/inbox?view=all", open: "Аккредитив", langs: ["ru"], act: (page) => page.keyboard.press("c") },
  "menu of states": { path: "/inbox?view=all", open: "Аккредитив", langs: ["ru"], act: (page) => page.locator('[popovertarget="menu-state"]').click() },
  keys: { path: "/inbox?view=all", langs: ["ru"], act: (page) => page.keyboard.press("?") },
  supervisor: { path: "/supervisor" },
  notices: { path: "/notices", who: "galina" },
  deadlines: { path: "/admin/deadlines" },
  "updates of calendars": { path: "/admin/calendars" },
  "hours of a calendar": { path: "/admin/hours?calendar=%D0%9E%D1%84%D0%B8%D1%81" },
  "log a call": { path: "/calls/new" },
  "register a letter": { path: "/letters/new" },
  "letters on paper": { path: "/letters" },
  "paper to be registered": { path: "/papers" },
  "look of letters": { path: "/admin", follow: 'a[href*="/admin/letters/"]' },
  absences: { path: "/absences" },
  people: { path: "/admin/people", langs: ["ru"] },
  ledger: { path: "/ledger" },
  quarantine: { path: "/quarantine" },
  settings: { path: "/admin", langs: ["ru"] },
  webhooks: { path: "/admin/webhooks" },
  "caught mail": { path: "/demo/mail" },
  "caught letter": { path: "/demo/mail", follow: ".mails a", langs: ["en"] },
  "follow-up": { path: "/demo/mail", link: true },
  API: { path: "/api/docs", langs: ["ru"] },
  "no such page": { path: "/nowhere", expected: [404], langs: ["en"] },
};

const inLang = (path, lang) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;

async function reach(page, { path, open, follow, link, act }, lang) {
  await page.goto(inLang(path, lang));
  let next;
  if (open) next = await page.locator(".row-link", { hasText: open }).first().getAttribute("href");
  if (follow) next = await page.locator(follow).first().getAttribute("href");
  if (link) {
    // A letter to a client: those to our people tell of numbers too.
    await page.locator(".mails a", { hasText: "зарегистрировано" }).first().click();
    next = await page.locator('.words a[href*="/t/"]').first().getAttribute("href");
  }
  if (next) await page.goto(inLang(next, lang));
  await act?.(page);
}

for (const [name, place] of Object.entries(PAGES)) {
  for (const lang of place.langs ?? ["ru", "en"]) {
    story(`${name}, ${lang}: accessible, within the window, without a fault`, async (stage) => {
      const page = await stage.window({ who: place.who ?? "admin", lang, expected: place.expected });
      await reach(page, place, lang);
      assert.equal(await page.getAttribute("html", "lang"), lang);
      for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
        await page.setViewportSize(viewport);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${size}: ${over} px wider than the window`);
        for (const theme of ["dark", "light"]) {
          await page.emulateMedia({ colorScheme: theme });
          await shoot(page, `${name}-${lang}-${size}-${theme}`.replaceAll(" ", "-"));
          // The palette changes nothing but colours, which are all there in the wide window.
          if (theme === "dark" && size === "phone") continue;
          assert.deepEqual(await violations(page, theme === "dark" ? ["color-contrast"] : undefined), [], `${size}, ${theme}`);
        }
      }
    });
  }
}
