// What was set aside is read, and becomes a ticket or is rejected.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { post, unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, until, WIDE } from "../support/story.mjs";

const ROBOT = { headers: { "Auto-Submitted": "auto-replied" } };

/** Sends what the desk sets aside; waits until it is on the page. */
async function held(page, lang, letter) {
  await post({ ...ROBOT, ...letter });
  const item = page.locator(".held > li", { hasText: letter.subject });
  await until("the letter is set aside", async () => {
    await page.goto(`/quarantine?lang=${lang}`);
    return item.count();
  });
  return item;
}

for (const [lang, size, words] of [
  ["ru", WIDE, { accept: "Принять как обращение", says: "Что написано" }],
  ["en", PHONE, { accept: "Accept as a ticket", says: "What it says" }],
]) {
  story(`what was set aside is read and becomes a ticket, ${lang}`, async (stage) => {
    const page = await stage.window({ who: "galina", lang, size });
    const subject = unique("Автоответ, а внутри вопрос");
    const html = "<p>Где моя <b>карта</b>?</p><script>document.title = 'harm'</script><img src='https://spy.example/1.gif'>";
    const item = await held(page, lang, { from: "Инна <inna@post.example>", subject, html });
    await page.goto(`${await item.locator(".held-ways .button").getAttribute("href")}?lang=${lang}`);
    await page.getByRole("heading", { name: words.says }).waitFor();
    await page.locator("details.original summary").click();
    await page.frameLocator("details.original iframe").locator("b", { hasText: "карта" }).waitFor();
    await page.locator("details.headers summary").first().click();
    assert.deepEqual(await violations(page), []);
    await shoot(page, `set-aside-${lang}`, { fullPage: true });
    assert.equal(await page.locator("#set-sender").inputValue(), "inna@post.example");
    await page.getByRole("button", { name: words.accept }).click();
    await page.locator("article.ticket h1", { hasText: subject }).waitFor();
    await page.locator(".clock-card .clock").first().waitFor();
  });
}

story("several are rejected at once, with the reason", async (stage) => {
  const page = await stage.window({ who: "galina" });
  const subjects = [unique("Купите слона"), unique("Купите двух слонов")];
  for (const subject of subjects) await held(page, "ru", { from: "Реклама <ad@post.example>", subject, text: "Дёшево" });
  for (const subject of subjects) await page.locator(".held > li", { hasText: subject }).locator(".tick input").check();
  await shoot(page, "quarantine-ticked");
  await page.locator("#decide").getByRole("button", { name: "Это не обращение" }).click();
  await page.locator(".flash", { hasText: "это не обращение" }).waitFor();
  await page.goto("/quarantine?state=rejected");
  for (const subject of subjects) await page.locator(".held > li", { hasText: subject }).getByText("спам").waitFor();
});
