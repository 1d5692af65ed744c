// The client's own page, by the link in the acknowledgement: number, deadline, a way to add.
import assert from "node:assert/strict";
import { caughtFor, openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

const TALKS = {
  ru: { who: "anna", to: "support@demo.example", from: "Рита <rita@post.example>", subject: "Новый счёт", asks: "Хочу открыть счёт.", due: /Решим|Ответим|не позднее/, adds: "Забыла сказать: счёт в евро.", send: "Отправить" },
  en: { who: "daniel", to: "help@demo.example", from: "Ivy <ivy@post.example>", subject: "New account", asks: "I would like to open an account.", due: /by \d/, adds: "I forgot: the account is in euro.", send: "Send" },
};

for (const [lang, talk] of Object.entries(TALKS)) {
  for (const [name, size] of Object.entries({ wide: WIDE, phone: PHONE })) {
    story(`number and deadline are there, and more can be said, ${lang}, ${name}`, async (stage) => {
      const subject = unique(talk.subject);
      await post({ from: talk.from, to: talk.to, subject, text: talk.asks });
      const operator = await stage.window({ who: talk.who, lang });
      await openTicket(operator, subject);
      const number = (await operator.locator(".number").innerText()).match(/\d{4}-\d+/)[0];
      const letter = await caughtFor(await stage.window({ who: talk.who, lang }), number);
      const link = letter.text.match(/https?:\/\/\S+\/t\/\S+/)[0];

      const page = await stage.window({ lang, size });
      await page.goto(link);
      assert.equal(await page.getAttribute("html", "lang"), lang, "in the language of the letter");
      assert.match(await page.locator(".public-number").innerText(), new RegExp(number));
      assert.match(await page.locator(".deadline").innerText(), talk.due);
      await page.locator("#answer-text").fill(talk.adds);
      await page.getByRole("button", { name: talk.send }).click();
      await page.locator(".done").waitFor();
      await page.locator(".public-history li", { hasText: talk.adds }).waitFor();
      await operator.locator('.message[data-side="client"]', { hasText: talk.adds }).waitFor();
      await page.reload();
      assert.equal(await page.locator(".public-history li", { hasText: talk.adds }).count(), 1, "a reload sends nothing again");
    });
  }
}

story("a link that is not one leads nowhere, and says so", async (stage) => {
  const page = await stage.window({ expected: [404] });
  const answer = await page.goto("/t/abcdefghijklmnopqrstuvwx");
  assert.equal(answer.status(), 404);
  await page.locator("h1").waitFor();
});
