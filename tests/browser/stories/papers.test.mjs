// Paper is scanned when it comes and registered later.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

const SCAN = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n");

story("a scan waits on its list, and what it becomes is a registered letter", async (stage) => {
  const [note, who, title] = [unique("Верхняя пачка"), unique("Лидия"), unique("Претензия о комиссии")];
  const page = await stage.window({ who: "anna", size: WIDE });
  await page.goto("/papers");
  await page.locator("#files").setInputFiles({ name: "скан.pdf", mimeType: "application/pdf", buffer: SCAN });
  await page.locator("#note").fill(note);
  await page.locator("#note").press("Enter");
  const line = page.locator("tbody tr", { hasText: note });
  await line.waitFor();
  assert.match(await line.innerText(), /скан\.pdf/);
  assert.ok(await line.locator(".clock, time").count(), "by when it has to be registered is in view");
  assert.deepEqual(await violations(page), []);
  await shoot(page, "paper-waits");
  await page.setViewportSize(PHONE);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await shoot(page, "paper-waits-on-the-phone");
  await page.setViewportSize(WIDE);

  await line.locator("a.button").click();
  await page.locator(".paper-waits", { hasText: note }).waitFor();
  await shoot(page, "paper-being-registered");
  await page.locator("#name").fill(who);
  await page.locator("#address").fill("170000, г. Тверь, ул. Победы, д. 5");
  await page.locator("#title").fill(title);
  assert.deepEqual(await violations(page), []);
  await page.locator("#title").press("Enter");
  await page.locator("h1", { hasText: title }).waitFor();
  await page.locator(".message", { hasText: "скан.pdf" }).waitFor();
  await page.goto("/papers");
  await page.locator("h1").waitFor();
  assert.equal(await line.count(), 0, "it waits no more");
});
