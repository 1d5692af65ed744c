// The main job: an answer goes out, the client's reply comes back to the same ticket, live; and what stays in the house.
import assert from "node:assert/strict";
import { caughtFor, deaf, openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { story } from "../support/story.mjs";

const TALKS = {
  ru: {
    who: "anna", to: "support@demo.example", client: "Полина Жукова <polina@post.example>", subject: "Где моя выписка",
    asks: "Не могу найти выписку за март.", answers: "Выписка лежит в разделе «Документы».", thanks: "Нашла, спасибо!",
    send: "Отправить", done: "Отправлено",
  },
  en: {
    who: "daniel", to: "help@demo.example", client: "Owen Price <owen@post.example>", subject: "Where is my statement",
    asks: "I cannot find the statement for March.", answers: "It is under Documents.", thanks: "Found it, thank you!",
    send: "Send", done: "Sent",
  },
};

for (const [lang, talk] of Object.entries(TALKS)) {
  story(`an answer goes out and the reply arrives on the same page, ${lang}`, async (stage) => {
    const subject = unique(talk.subject);
    const question = await post({ from: talk.client, to: talk.to, subject, text: talk.asks });
    const page = await stage.window({ who: talk.who, lang });
    await openTicket(page, subject);
    const number = (await page.locator(".number").innerText()).match(/\d{4}-\d+/)[0];

    await page.keyboard.press("r");
    await page.keyboard.type(talk.answers);
    await page.getByRole("button", { name: talk.send, exact: true }).click();
    const answer = page.locator('.message[data-side="us"]', { hasText: talk.answers });
    await answer.waitFor();
    await answer.locator(".fate", { hasText: talk.done }).waitFor();
    assert.equal(await page.locator("#reply-text").inputValue(), "", "the composer is empty again");

    const client = talk.client.match(/<(.*)>/)[1];
    const letter = await caughtFor(await stage.window({ who: talk.who, lang }), `Re: ${subject}`);
    assert.match(letter.headers.To, new RegExp(client));
    assert.match(letter.headers.From, new RegExp(talk.to));
    assert.match(letter.headers.Subject, new RegExp(number));
    assert.match(letter.headers.References, new RegExp(question.slice(1, -1)));
    assert.ok(letter.headers["In-Reply-To"], "mail programs put it under what it answers");
    assert.ok(letter.text.includes(talk.answers));

    await page.evaluate(() => (window.sameDocument = true));
    await post({ from: talk.client, to: talk.to, subject: `Re: ${subject}`, text: talk.thanks, inReplyTo: letter.headers["Message-ID"] });
    await page.locator('.message[data-side="client"]', { hasText: talk.thanks }).waitFor();
    assert.equal(await page.evaluate(() => window.sameDocument), true, "without a reload");
    assert.match(await page.locator(".number").innerText(), new RegExp(number), "on the same ticket");
  });
}

story("taking, waiting, resolving, tags: each is seen at once, by others too", async (stage) => {
  const subject = unique("Лимит на переводы");
  await post({ from: "Глеб <gleb@post.example>", subject, text: "Поднимите лимит." });
  const page = await stage.window({ who: "anna" });
  const other = await stage.window({ who: "boris" });
  await openTicket(page, subject);
  await openTicket(other, subject);

  await page.keyboard.press("a");
  const assignee = (where) => where.locator('[popovertarget="menu-assignee"] .prop-value');
  await page.locator('[popovertarget="menu-assignee"]', { hasText: "Анна Смирнова" }).waitFor();
  await other.locator('[popovertarget="menu-assignee"]', { hasText: "Анна Смирнова" }).waitFor();
  assert.equal(await assignee(other).textContent(), "Анна Смирнова");
  assert.equal(await page.locator('[data-key="take"]').count(), 0, "what one has cannot be taken");

  await page.locator('[popovertarget="menu-state"]').click();
  await page.locator("#menu-state button[value=waiting_client]").click();
  await page.locator('[popovertarget="menu-state"]', { hasText: "Ждём клиента" }).waitFor();
  await page.locator('.clock-card .clock[data-level="paused"]').first().waitFor();

  await page.locator('[popovertarget="menu-tags"]').click();
  await page.locator("#new-tag").fill("лимиты");
  await page.keyboard.press("Enter");
  await page.locator(".tags .tag", { hasText: "лимиты" }).waitFor();

  await page.locator('[data-key="resolve"]').click();
  await page.locator('form.menu:popover-open button[value="solved"]').click();
  await page.locator('[popovertarget="menu-state"]', { hasText: "Решено" }).waitFor();
  await other.locator('[popovertarget="menu-state"]', { hasText: "Решено" }).waitFor();
});

story("mail that comes in meanwhile takes neither the focus nor the words being typed, and closes nothing", async (stage) => {
  const subject = unique("Две карты");
  const letter = { from: "Зоя <zoya@post.example>", subject };
  const question = await post({ ...letter, text: "Откройте вторую карту." });
  const page = await stage.window({ who: "boris" });
  await openTicket(page, subject);
  await page.keyboard.press("r");
  await page.keyboard.type("Зоя, карта ");
  await post({ ...letter, text: "Лучше дебетовую.", inReplyTo: question });
  await page.locator('.message[data-side="client"]', { hasText: "Лучше дебетовую." }).waitFor();
  await page.keyboard.type("будет готова завтра.");
  assert.equal(await page.locator("#reply-text").inputValue(), "Зоя, карта будет готова завтра.");

  await page.locator("details.tail summary").first().click();
  await page.locator("#q").fill("справка");
  await page.locator('[popovertarget="menu-priority"]').click();
  await post({ ...letter, text: "И именную.", inReplyTo: question });
  await page.locator('.message[data-side="client"]', { hasText: "И именную." }).waitFor();
  assert.equal(await page.locator("details.tail[open]").count(), 1);
  assert.equal(await page.locator("#q").inputValue(), "справка");
  assert.equal(await page.locator("#reply-text").inputValue(), "Зоя, карта будет готова завтра.");
  assert.equal(await page.locator("#menu-priority:popover-open").count(), 1);
});

story("a note is for us: on its own paper, in no letter", async (stage) => {
  const subject = unique("Справка для визы");
  await post({ from: "Кира <kira@post.example>", subject, text: "Нужна справка." });
  const page = await stage.window({ who: "anna" });
  await openTicket(page, subject);
  await page.keyboard.press("n");
  await page.keyboard.type("Клиентка торопится, см. прошлое обращение.");
  await page.getByRole("button", { name: "Сохранить заметку" }).click();
  await page.locator(".timeline .note", { hasText: "торопится" }).waitFor();

  const mails = await stage.window({ who: "anna" });
  await mails.goto("/demo/mail");
  const about = mails.locator(".mails li", { hasText: "Кира" });
  assert.equal(await about.count(), 1, "only the acknowledgement went out");
  await page.goto("/demo/mail");
  assert.equal(await page.getByText("торопится").count(), 0);
});

story("a tab that is behind is told what changed and loses nothing", async (stage) => {
  const subject = unique("Перевыпуск карты");
  await post({ from: "Марк <mark@post.example>", subject, text: "Перевыпустите карту." });
  const [behind, ahead] = [await stage.window({ who: "anna", expected: [409] }), await stage.window({ who: "boris" })];
  await deaf(behind);
  await openTicket(behind, subject);
  await behind.locator("#reply-text").fill("Перевыпустим к пятнице, Марк.");
  await openTicket(ahead, subject);
  await ahead.locator("#reply-text").fill("Карта уже в пути.");
  await ahead.getByRole("button", { name: "Отправить", exact: true }).click();
  await ahead.locator('.message[data-side="us"]', { hasText: "Карта уже в пути." }).waitFor();

  const answered = behind.waitForResponse((response) => response.url().endsWith("/replies"));
  await behind.getByRole("button", { name: "Отправить", exact: true }).click();
  assert.equal((await answered).status(), 409);
  const told = behind.locator("#composer .warning[role=alert]");
  await told.waitFor();
  assert.match(await told.textContent(), /изменил кто-то ещё.*Карта уже в пути/s);
  assert.equal(await behind.locator("#reply-text").inputValue(), "Перевыпустим к пятнице, Марк.");
  await behind.locator('.message[data-side="us"]', { hasText: "Карта уже в пути." }).waitFor();
  await behind.getByRole("button", { name: "Отправить", exact: true }).click();
  await behind.locator('.message[data-side="us"]', { hasText: "Перевыпустим к пятнице, Марк." }).waitFor();
});

story("a draft outlives the page, and is gone once it is sent", async (stage) => {
  const subject = unique("Смена телефона");
  await post({ from: "Ада <ada@post.example>", subject, text: "Сменила номер." });
  const page = await stage.window({ who: "boris" });
  await openTicket(page, subject);
  await page.locator("#reply-text").fill("Номер обновим сегодня.");
  await page.reload();
  assert.equal(await page.locator("#reply-text").inputValue(), "Номер обновим сегодня.");
  await page.locator("#reply-text").press("Control+Enter");
  await page.locator('.message[data-side="us"]', { hasText: "Номер обновим сегодня." }).waitFor();
  await page.reload();
  assert.equal(await page.locator("#reply-text").inputValue(), "");
  assert.equal(await page.locator('.message[data-side="us"]', { hasText: "Номер обновим" }).count(), 1, "sent once");
});
