// Tickets together: what one message asks beside is split off, tickets with one cause are linked, and one answer reaches all.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { numberOf, openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, until, WIDE } from "../support/story.mjs";

const mailbox = (name) => `${unique(name).replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}@post.example`;

/** Opens what is folded under these words. */
const unfold = (page, words) => page.locator("summary", { hasText: words }).first().press("Enter");

async function link(page, kind, number) {
  await unfold(page, "Связать…");
  await page.locator("#link-to").fill(number);
  await page.locator("#link-kind").selectOption({ label: kind });
  await page.locator("#link-to").press("Enter");
  await page.locator("section.side-tasks li", { hasText: number }).waitFor();
}

story("a problem is linked to all it concerns, and one answer reaches each by their own way", async (stage) => {
  const problem = unique("Не работает оплата");
  const asked = await Promise.all(
    ["пётр", "Roza"].map(async (name, index) => {
      const one = { address: mailbox(`payer${index}`), subject: unique(`Платёж ${index + 1}`) };
      await post({ from: `${name} <${one.address}>`, subject: one.subject, text: "Не проходит платёж." });
      return one;
    }),
  );
  await post({ from: `Завод <${mailbox("plant")}>`, subject: problem, text: "Касса стоит." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, problem);
  const [cause, number] = [new URL(page.url()).pathname, await numberOf(page)];
  for (const one of asked) {
    await openTicket(page, one.subject);
    one.path = new URL(page.url()).pathname;
    await link(page, "причина этого в том", number);
    assert.match(await page.locator("section.side-tasks li", { hasText: number }).innerText(), /из-за массовой проблемы/);
  }

  // Seen from the other end.
  await page.goto(cause);
  for (const one of asked) await page.locator("section.side-tasks li", { hasText: one.subject }).filter({ hasText: "вызвано этим" }).waitFor();
  const words = unique("Оплата снова работает");
  await unfold(page, "Ответить всем, кого это касается");
  await page.getByText("Касается 2 открытых обращений").waitFor();
  await page.locator("#answer-all").fill(words);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "problem-being-answered");
  await page.getByRole("button", { name: "Ответить всем", exact: true }).press("Enter");
  const mails = await stage.window({ who: "anna" });
  for (const one of asked) {
    await until(`${one.address} is answered`, async () => {
      await mails.goto("/demo/mail");
      const to = mails.locator(".mails a", { hasText: one.address }).first();
      if (!(await to.count())) return false;
      await mails.goto(await to.getAttribute("href"));
      return (await mails.locator(".sheet").innerText()).includes(words);
    });
    await page.goto(one.path);
    assert.equal(await page.locator('.message[data-side="us"]', { hasText: words }).count(), 1);
  }
  await page.goto(cause);
  await page.getByText("Ответ ушёл: 2 из 2").waitFor();
  await shoot(page, "problem-answered");

  const small = await stage.window({ who: "anna", size: PHONE, theme: "dark", lang: "en" });
  await small.goto(`${cause}?lang=en`);
  await small.locator(".ticket-head [popovertarget=client]").click();
  await small.locator("section.side-tasks li", { hasText: "caused by this" }).first().waitFor();
  assert.deepEqual(await violations(small), []);
  await shoot(small, "problem-on-the-phone");

  // A link is taken away, from both ends.
  const last = page.locator("section.side-tasks li", { hasText: asked[1].subject });
  await last.getByRole("button", { name: "Убрать связь" }).press("Enter");
  await last.waitFor({ state: "detached" });
  await page.goto(asked[1].path);
  assert.equal(await page.locator("section.side-tasks li", { hasText: number }).count(), 0);
});

story("what is asked beside becomes a ticket of its own", async (stage) => {
  const [from, subject, beside, title] = [`Глеб <${mailbox("gleb")}>`, unique("Кредит"), unique("И ещё о вкладе"), unique("Вклад")];
  await post({ from, subject, text: "Одобрите кредит." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, subject);
  const [first, number] = [new URL(page.url()).pathname, await numberOf(page)];
  await post({ from, subject: `Re: ${subject} [№ ${number}]`, text: beside });
  const message = page.locator('.message[data-side="client"]', { hasText: beside });
  await message.waitFor();
  await message.locator("details.split > summary").press("Enter");
  await message.getByLabel("О чём новое обращение").fill(title);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "split-being-made");
  await message.locator("details.split button").press("Enter");
  await page.waitForURL((url) => url.pathname !== first && url.pathname.startsWith("/tickets/"));
  await page.locator("h1", { hasText: title }).waitFor();
  await page.locator('.message[data-side="client"]', { hasText: beside }).waitFor();
  assert.notEqual(await numberOf(page), number);
  assert.ok(await page.locator(".clock, time").count(), "it has clocks of its own");
  await shoot(page, "split-made");
  await page.goto(first);
  await page.locator(".timeline", { hasText: `выделено в отдельное обращение «${title}»` }).waitFor();
});

story("news that comes while a form is under way does not bring the former ticket back", async (stage) => {
  const [from, subject, beside, title] = [`Рита <${mailbox("rita")}>`, unique("Ипотека"), unique("И про страховку"), unique("Страховка")];
  const news = [unique("Добавлю"), unique("И ещё")];
  await post({ from, subject, text: "Рассчитайте платёж." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, subject);
  const [first, number] = [new URL(page.url()).pathname, await numberOf(page)];
  const write = (text, to = number) => post({ from, subject: `Re: ${subject} [№ ${to}]`, text });
  await write(beside);
  const message = page.locator('.message[data-side="client"]', { hasText: beside });
  await message.waitFor();
  // Her next message is heard of before the form is answered.
  await page.route("**/split", async (route) => {
    await write(news[0]);
    await page.locator(".row", { hasText: news[0] }).waitFor();
    await route.continue();
  });
  await message.locator("details.split > summary").press("Enter");
  await message.getByLabel("О чём новое обращение").fill(title);
  await message.locator("details.split button").press("Enter");
  await page.locator("article.ticket h1", { hasText: title }).waitFor();
  const split = await numberOf(page);
  assert.notEqual(split, number);
  assert.notEqual(new URL(page.url()).pathname, first);
  // What comes then is told on the page of the ticket that it belongs to.
  await write(news[1], split);
  await page.locator('.message[data-side="client"]', { hasText: news[1] }).waitFor();
  assert.equal(await page.locator("article.ticket h1", { hasText: title }).count(), 1);
});
