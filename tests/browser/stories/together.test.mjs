// What a team does every day beyond answering: an answer taken back, duplicates made one, a colleague invited.
import assert from "node:assert/strict";
import { openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { story, until } from "../support/story.mjs";
import { shoot } from "../support/shots.mjs";

story("an answer is undone by a key and is a draft again", async (stage) => {
  const subject = unique("Смена паспорта");
  await post({ from: "Лев <lev@post.example>", subject, text: "Сменил паспорт." });
  const page = await stage.window({ who: "anna" });
  await openTicket(page, subject);
  await page.locator("#reply-text").fill("Обновим данные сегодня.");
  await page.locator("#reply-text").press("Control+Enter");
  const bar = page.locator(".undo-bar");
  await bar.waitFor();
  assert.match(await bar.innerText(), /Отменить можно в течение\s\d+\sс/);
  await shoot(page, "undo-ru");
  await page.locator("#subject").click();
  await page.keyboard.press("z");
  await bar.waitFor({ state: "detached" });
  await until("the words are back", async () => (await page.locator("#reply-text").inputValue()) === "Обновим данные сегодня.");
  assert.equal(await page.locator('.message[data-side="us"]', { hasText: "Обновим данные" }).count(), 0);
});

for (const [lang, who, words] of [
  ["ru", "anna", { subject: "Не приходит выписка", here: "Присоединить сюда", undo: "Отменить объединение" }],
  ["en", "daniel", { subject: "The statement does not arrive", here: "Merge into this ticket", undo: "Undo merge" }],
]) {
  story(`duplicates are suggested, made one, and two again, ${lang}`, async (stage) => {
    const subject = unique(words.subject);
    const from = `Twice <${unique("twice").replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}@post.example>`;
    await post({ from, subject, text: "one" });
    await post({ from, subject: `Re: ${unique(words.subject)}`, text: "two" });
    const page = await stage.window({ who, lang });
    await openTicket(page, subject);
    await page.locator(".alike").waitFor();
    await shoot(page, `alike-${lang}`);
    await page.locator(".alike").getByRole("button", { name: words.here }).click();
    await page.locator('.message[data-side="client"]', { hasText: "two" }).waitFor();
    await page.locator('.message[data-side="client"]', { hasText: "one" }).waitFor();
    await shoot(page, `merged-${lang}`);
    await page.getByRole("button", { name: words.undo }).first().click();
    await page.locator(".alike").waitFor();
  });
}

story("a colleague is invited by mail and comes in", async (stage) => {
  const email = `${unique("ulyana").replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}@demo.example`;
  const page = await stage.window({ who: "admin" });
  await page.goto("/admin/people");
  await page.locator("#email").fill(email);
  await page.locator("#name").fill("Ульяна Лебедева");
  await shoot(page, "people-ru");
  await page.getByRole("button", { name: "Пригласить" }).click();
  await page.locator(".people", { hasText: email }).waitFor();
  await until("the letter has gone out", async () => {
    await page.goto("/demo/mail");
    return page.locator(".mails a", { hasText: email }).count();
  });
  await page.locator(".mails a", { hasText: email }).first().click();
  const link = (await page.locator(".sheet").innerText()).match(/\/password\/\S+/)[0];
  const hers = await stage.window({});
  await hers.goto(link);
  await shoot(hers, "welcome-ru");
  await hers.locator("#password").fill("a fine password");
  await hers.locator("#repeat").fill("a fine password");
  await hers.locator(".login .button.primary").click();
  await hers.locator("#email").fill(email);
  await hers.locator("#password").fill("a fine password");
  await hers.locator(".login .button.primary").click();
  await hers.waitForURL("**/inbox*");
});
