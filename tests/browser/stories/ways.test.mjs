// By which way a client is answered: what was used last, else what they prefer, is chosen beforehand; one key takes the next.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { clientOf, numberOf, oneClient, openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, until, WIDE } from "../support/story.mjs";

const mailbox = (name) => `${unique(name).replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}@post.example`;

/** Waits for the letter to that address with these words; it may still be on its way. */
async function caught(page, subject, words) {
  await until(`a letter says ${words}`, async () => {
    await page.goto("/demo/mail");
    const links = page.locator(".mails a", { hasText: subject });
    if (!(await links.count())) return false;
    await page.goto(await links.first().getAttribute("href"));
    return (await page.locator(".sheet").innerText()).includes(words);
  });
}

story("the way is what was used last or is preferred, and one key takes the next", async (stage) => {
  const [home, work, subject, other] = [mailbox("home"), mailbox("work"), unique("Доверенность"), unique("Другой вопрос")];
  await post({ from: `Ирина <${home}>`, subject, text: "Как отозвать доверенность?" });
  await post({ from: `Ирина <${work}>`, subject: other, text: "Ещё вопрос." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, other);
  const second = await clientOf(page);
  await openTicket(page, subject);
  const [ticket, her, number] = [new URL(page.url()).pathname, await clientOf(page), await numberOf(page)];
  await oneClient(page, her, second);

  // What was used last.
  const way = page.locator("#composer select[name=to]");
  await page.goto(ticket);
  assert.equal(await way.inputValue(), `email:${home}`);
  await page.goto(`/letters/new?client=${her}`);
  await page.locator("#ticket").selectOption({ label: `№ ${number} · ${subject}` });
  await page.locator("#name").fill("Ирина");
  await page.locator("#address").fill("170000, г. Тверь, ул. Победы, д. 5");
  await page.locator("#title").fill(subject);
  await page.locator("#text").fill("Повторяю письмом.");
  await page.locator("#files").setInputFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7 ${subject}`) });
  await page.getByRole("button", { name: "Зарегистрировать" }).click();
  await page.waitForURL("**/tickets/**");
  assert.equal(new URL(page.url()).pathname, ticket);
  await page.goto(ticket);
  assert.match(await way.inputValue(), /^postal:/, "she wrote on paper last");

  // What she prefers.
  await page.goto(`/clients/${her}`);
  await page.locator(".card-form > summary").first().press("Enter");
  await page.locator("#way").selectOption("email");
  await page.locator(".card-form form .button.primary").press("Enter");
  await page.locator(".client-known .facts", { hasText: "почт" }).waitFor();
  await page.goto(ticket);
  assert.match(await way.inputValue(), /^email:/, "she prefers mail");

  // The key takes the next one, and none of it is lost while a word is typed.
  const ways = await way.locator("option").evaluateAll((all) => all.map((one) => one.value));
  assert.equal(ways.length, 3, ways.join());
  const from = ways.indexOf(await way.inputValue());
  await page.locator("#subject").click();
  for (const step of [1, 2, 3]) {
    await page.keyboard.press("v");
    assert.equal(await way.inputValue(), ways[(from + step) % ways.length]);
  }
  await page.locator("#reply-text").press("v");
  assert.equal(await page.locator("#reply-text").inputValue(), "v", "in a field it is a letter");
  assert.equal(await way.inputValue(), ways[from]);
  assert.deepEqual(await violations(page), []);
  assert.doesNotMatch(await page.locator("#composer .way b").innerText(), /Тверь|@/, "the way alone says where it goes");
  await shoot(page, "way-chosen");

  // It goes where it was put.
  const [next, words] = [(await way.inputValue()) === `email:${home}` ? work : home, unique("Отзовите в отделении")];
  await page.locator("#subject").click();
  while ((await way.inputValue()) !== `email:${next}`) await page.keyboard.press("v");
  await page.locator("#reply-text").fill(words);
  await page.locator("#reply-text").press("Control+Enter");
  await page.locator('.message[data-side="us"]', { hasText: words }).waitFor();
  const mails = await stage.window({ who: "anna" });
  await caught(mails, next, words);
  const small = await stage.window({ who: "anna", size: PHONE, theme: "dark", lang: "en" });
  await small.goto(`${ticket}?lang=en`);
  await small.locator("#reply-text").click();
  await small.locator("#composer select[name=to]").waitFor();
  assert.deepEqual(await violations(small), []);
  await shoot(small, "way-on-the-phone");
});

story("a call is logged from the client's panel, and what it left open is answered by mail", async (stage) => {
  const [address, subject] = [mailbox("ilya"), unique("Перевыпуск карты")];
  const telephone = `+7998${String(Date.now()).slice(-7)}`;
  await post({ from: `Илья <${address}>`, subject, text: "Когда будет карта?" });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, subject);
  const [mailed, his] = [new URL(page.url()).pathname, await clientOf(page)];

  // He calls: a ticket of its own, and one client in the end.
  const said = unique("Карта не пришла");
  await page.goto("/calls/new");
  await page.getByLabel("Номер").fill(telephone);
  await page.getByLabel("Имя, если назвали").fill("Илья");
  await page.getByLabel("О чём говорили").fill(said);
  await page.getByRole("button", { name: "Записать звонок" }).click();
  await page.waitForURL("**/tickets/**");
  await page.locator("article.ticket .message", { hasText: said }).waitFor();
  const ofCall = new URL(page.url()).pathname;
  assert.equal(await page.locator("#composer select[name=to]").count(), 0, "nobody is written to by telephone");
  await oneClient(page, his, await clientOf(page));

  // The call of ours, by the panel of the ticket: number and ticket are there already.
  await page.goto(ofCall);
  await page.locator(".client").getByRole("link", { name: "Записать звонок" }).first().press("Enter");
  await page.waitForURL("**/calls/new?**");
  assert.equal(await page.getByLabel("Номер").inputValue(), telephone);
  const logged = unique("Объяснили порядок");
  await page.getByLabel("О чём говорили").fill(logged);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "call-of-ours");
  await page.getByRole("button", { name: "Записать звонок" }).click();
  await page.waitForURL("**/tickets/**");
  assert.equal(new URL(page.url()).pathname, ofCall, "it belongs to the ticket it was begun on");
  await page.locator("article.ticket .message", { hasText: logged }).waitFor();

  // And then the answer in writing: by the only way there is.
  const words = unique("Карта будет в среду");
  await page.locator("#reply-text").fill(words);
  await page.locator("#reply-text").press("Control+Enter");
  await page.locator('.message[data-side="us"]', { hasText: words }).waitFor();
  const mails = await stage.window({ who: "anna" });
  await caught(mails, address, words);
  assert.notEqual(mailed, ofCall);
});
