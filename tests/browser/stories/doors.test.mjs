// One person by five doors: the chat, a call, a letter on paper, an e-mail, Telegram. It is one client, one ticket and one timeline,
// and an answer goes out by each of them.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { clientOf as client, oneClient } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { apply } from "../support/setup.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, until, WIDE } from "../support/story.mjs";

const API = process.env.OKNO_TELEGRAM_API;
const CHANNEL = `
[[channel]]
name = "Telegram"
kind = "telegram"
brand = "Okno Demo"
team = "Линия 1"
acknowledges = false

[channel.settings]
token_env = "OKNO_TELEGRAM_TOKEN"
api = "${API}"
receive = "poll"
`;

const tell = (update) => fetch(`${API}/story/writes`, { method: "POST", body: JSON.stringify(update) });
const toldBy = async () => (await fetch(`${API}/story/sent`)).json();

/** Opens the ticket on which that was said. */
async function openTicket(page, said) {
  await page.goto("/inbox?view=all&order=created");
  await page.locator(".row-link", { hasText: said }).press("Enter");
  await page.locator("article.ticket .timeline", { hasText: said }).waitFor();
}

/** Makes the open ticket part of another one, and ends there. */
async function partOf(page, { number, path }) {
  await page.locator("[popovertarget=menu-merge]").press("Enter");
  await page.locator("#merge-into").fill(number);
  await page.locator("#merge-into").press("Enter");
  await page.waitForURL((url) => url.pathname === path);
}

/** Answers by that way. */
async function answer(page, way, text) {
  await page.locator("#composer select[name=to]").selectOption(await page.locator(`#composer select[name=to] option[value^="${way}:"]`).first().getAttribute("value"));
  await page.locator("#reply-text").fill(text);
  await page.locator("#reply-text").press("Control+Enter");
  await page.locator('.message[data-side="us"]', { hasText: text }).waitFor();
}

story("chat, call, letter, e-mail and Telegram of one person are one talk", { timeout: 240_000 }, async (stage) => {
  await apply(CHANNEL);
  const mark = unique("Где моя карта?");
  const name = unique("Анна Королёва");
  const address = `${unique("koroleva").replace(" ", ".")}@post.example`;
  const telephone = `+7999${String(Date.now()).slice(-7)}`;

  // By the chat on the site.
  const site = await stage.window({});
  await site.goto("/demo/site?lang=ru");
  await site.getByRole("button", { name: /чат/i }).click();
  const panel = site.getByRole("dialog");
  await panel.getByLabel("Напишите сообщение").waitFor();
  const email = panel.locator("#email"); // asked for outside working hours
  if (await email.count()) await email.fill(address);
  await panel.getByLabel("Напишите сообщение").fill(mark);
  await panel.getByRole("button", { name: "Отправить" }).click();
  await panel.getByText(/Обращение №/).waitFor();
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, mark);
  const ticket = new URL(page.url()).pathname;
  const number = (await page.locator("article.ticket .number").first().innerText()).match(/\d{4}-\d{6}/)[0];
  const her = await client(page);
  await page.locator("#reply-text").fill("Проверяем.");
  await page.locator("#reply-text").press("Control+Enter");
  await panel.locator(".msg", { hasText: "Проверяем." }).waitFor();

  // She calls.
  const called = unique("Карты всё нет");
  await page.goto("/calls/new");
  await page.getByLabel("Номер").fill(telephone);
  await page.getByLabel("Имя, если назвали").fill(name);
  await page.getByLabel("О чём говорили").fill(called);
  await page.getByRole("button", { name: "Записать звонок" }).click();
  await page.waitForURL("**/tickets/**");
  await page.locator("article.ticket .message", { hasText: called }).waitFor();
  const caller = await client(page);
  const ofCall = page.url();
  await oneClient(page, her, caller);
  await page.goto(ofCall);
  await partOf(page, { number, path: ticket });

  // She writes on paper; the registrar finds her, and the ticket.
  const written = unique("Претензия о карте");
  await page.goto(`/letters/new?client=${her}`);
  await page.locator("#ticket").selectOption({ index: 1 });
  await page.locator("#files").setInputFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 scan") });
  await page.locator("#name").fill(name);
  await page.locator("#address").fill("170000, г. Тверь, ул. Победы, д. 5");
  await page.locator("#title").fill(written);
  await page.locator("#text").fill(written);
  await page.locator("#received").fill(await page.locator("#received").getAttribute("max"));
  await page.getByRole("button", { name: "Зарегистрировать" }).click();
  await page.waitForURL("**/tickets/**");
  assert.equal(new URL(page.url()).pathname, ticket, "the letter is on her ticket");

  // An e-mail without a hint.
  const mailed = unique("Когда же?");
  await post({ from: `${name} <${address}>`, subject: mailed, text: mailed });
  await openTicket(page, mailed);
  const ofMail = page.url();
  const writer = await client(page);
  if (writer !== her) await oneClient(page, her, writer);
  await page.goto(ofMail);
  await partOf(page, { number, path: ticket });

  // And Telegram.
  const chatted = unique("Жду ответа");
  const id = Number(String(Date.now()).slice(-9));
  await tell({ date: Math.floor(Date.now() / 1000), text: chatted, from: { id, is_bot: false, first_name: "Анна" }, chat: { id, type: "private" } });
  await until("the bot has fetched it", async () => {
    await page.goto("/inbox?view=all&order=created");
    return page.locator(".row-link", { hasText: chatted }).count();
  });
  await openTicket(page, chatted);
  const ofTelegram = page.url();
  await oneClient(page, her, await client(page));
  await page.goto(ofTelegram);
  await partOf(page, { number, path: ticket });

  // One client, one ticket, one timeline, in the order in which it happened.
  assert.equal(new URL(page.url()).pathname, ticket);
  for (const said of [mark, called, written, mailed, chatted]) await page.locator("article.ticket .timeline", { hasText: said }).waitFor();
  const ways = await page.locator("#composer select[name=to] option").evaluateAll((all) => all.map((one) => one.value.split(":")[0]));
  for (const way of ["visitor", "email", "postal", "telegram"]) assert.ok(ways.includes(way), `${way} in ${ways}`);
  await shoot(page, "five-doors-one-ticket");

  // The way that is chosen stays chosen while the talk goes on.
  const [more, to] = [unique("И ещё"), page.locator("#composer select[name=to]")];
  await to.selectOption(await page.locator('#composer select[name=to] option[value^="email:"]').first().getAttribute("value"));
  await tell({ date: Math.floor(Date.now() / 1000), text: more, from: { id, is_bot: false, first_name: "Анна" }, chat: { id, type: "private" } });
  await page.locator("article.ticket .timeline", { hasText: more }).waitFor();
  assert.match(await to.inputValue(), /^email:/);

  // An answer by each.
  const [byTelegram, byMail, byChat, byPost] = ["Карта в пути", "Номер отправления", "Курьер едет", "Ответ на претензию"].map(unique);
  await answer(page, "telegram", byTelegram);
  await until("Telegram has it", async () => (await toldBy()).some((one) => one.text.includes(byTelegram)));
  await answer(page, "email", byMail);
  await answer(page, "visitor", byChat);
  await panel.locator(".msg", { hasText: byChat }).waitFor();
  await answer(page, "postal", byPost);
  await until("it waits to be printed", async () => {
    await page.goto("/letters");
    return page.getByText(name).count();
  });
  await until("the mail has left", async () => {
    await page.goto("/demo/mail");
    const newest = page.locator(".mails a", { hasText: address }).first();
    if (!(await newest.count())) return false;
    await page.goto(await newest.getAttribute("href"));
    return (await page.locator(".sheet").innerText()).includes(byMail);
  });

  // Her private page shows all of it, whatever door it came by, and what she answers there goes on with the same talk.
  const link = (await page.locator(".sheet").innerText()).match(/https?:\/\/\S+\/t\/\w+/)[0];
  const hers = await stage.window({ size: PHONE });
  await hers.goto(link);
  for (const said of [mark, written, mailed, chatted, more, byTelegram, byMail, byChat]) await hers.locator(".public-history li", { hasText: said }).first().waitFor();
  assert.equal(await hers.getByText(called).count(), 0, "what was noted of a call is ours");
  assert.deepEqual(await violations(hers), []);
  await shoot(hers, "five-doors-followed-up");
  const last = unique("Спасибо, получила");
  await hers.locator("#answer-text").fill(last);
  await hers.getByRole("button", { name: "Отправить" }).click();
  await hers.locator(".public-history li", { hasText: last }).waitFor();
  await page.goto(ticket);
  await page.locator('.message[data-side="client"]', { hasText: last }).waitFor();
  await page.goto(`/clients/${her}`);
  assert.ok((await page.locator(".client-known .identities li").count()) >= 5);
  await shoot(page, "five-doors-one-client");
});
