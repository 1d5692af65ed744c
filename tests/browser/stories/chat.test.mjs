// The chat on somebody's page under a strict policy: asked before, said, answered, seen; lost to a broken line and a reload,
// and yet said once.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

const WAYS = {
  ru: { size: PHONE, theme: "dark", open: /чат/i, write: "Напишите сообщение", send: "Отправить", text: "Где моя карта?", answer: "Карта уже в пути.", sent: /Отправлено|Прочитано/, number: /Обращение №/, due: /Ответим не позднее/ },
  en: { size: WIDE, theme: "light", open: /chat/i, write: "Write a message", send: "Send", text: "Where is my card?", answer: "It is on its way.", sent: /Sent|Read/, number: /Request no\./, due: /We will reply by/ },
};

const email = (page) => page.locator("okno-chat #email");

for (const [lang, way] of Object.entries(WAYS)) {
  story(`a chat is held on somebody's page, ${lang}`, async (stage) => {
    // The desk is away for a while, by our own doing.
    const page = await stage.window({ lang, size: way.size, theme: way.theme, expected: [503] });
    const [first, second, answer] = [unique(way.text), unique(way.text), unique(way.answer)];
    await page.goto(`/demo/site?lang=${lang}`);
    await page.getByRole("button", { name: way.open }).press("Enter");
    const panel = page.getByRole("dialog");
    await panel.waitFor();
    assert.match(await panel.locator(".log").innerText(), way.due);
    assert.deepEqual(await violations(page), []);
    await shoot(page, `chat-empty-${lang}`);
    // Outside working hours an address is asked.
    if (await email(page).count()) await email(page).fill(`${unique("anna").replace(" ", ".")}@post.example`);
    await panel.getByLabel(way.write).fill(first);
    await panel.getByLabel(way.write).press("Enter");
    const said = (text) => panel.locator(".msg", { hasText: text });
    await said(first).locator(".meta", { hasText: way.sent }).waitFor();
    await panel.getByText(way.number).waitFor();

    // The desk is away, the page is loaded again: what was written goes out when it is back, once.
    await page.route("**/chat/help/messages", (route) => route.fulfill({ status: 503 }));
    await panel.getByLabel(way.write).fill(second);
    await panel.getByRole("button", { name: way.send }).click();
    await said(second).waitFor();
    await page.unroute("**/chat/help/messages");
    await page.reload();
    await page.getByRole("button", { name: way.open }).click();
    await said(second).locator(".meta", { hasText: way.sent }).waitFor();
    assert.equal(await said(second).count(), 1);
    assert.equal(await said(first).count(), 1);

    const ours = await stage.window({ who: "anna", lang, size: WIDE });
    const hears = ours.waitForResponse(/\/events/); // what is typed before is heard by nobody
    await ours.goto("/inbox?view=all&order=created");
    await ours.locator(".row-link", { hasText: second }).press("Enter");
    await hears;
    await ours.locator("article.ticket .timeline", { hasText: second }).waitFor();
    await panel.getByLabel(way.write).pressSequentially("…");
    await ours.locator("[data-types]:not([hidden])").waitFor();
    await shoot(ours, `chat-ticket-${lang}`);
    await ours.locator("#composer textarea[name=text]").first().fill(answer);
    await ours.locator("#composer textarea[name=text]").first().press("Control+Enter");
    await said(answer).waitFor();
    assert.deepEqual(await violations(page), []);
    await shoot(page, `chat-${lang}`);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
  });
}

// Two tabs of one visitor: each writes while the desk is away, one of them is closed before it could send.
story("two tabs of one visitor lose nothing and say nothing twice", async (stage) => {
  const way = WAYS.en;
  const one = await stage.window({ lang: "en", size: WIDE, expected: [503] });
  const context = one.context();
  const messages = [unique("From the first tab"), unique("From the second tab")];
  const open = async (page) => {
    await page.goto("/demo/site?lang=en");
    await page.getByRole("button", { name: way.open }).click();
    await page.getByRole("dialog").waitFor();
  };
  await open(one);
  const two = await context.newPage();
  await open(two);
  await context.route("**/chat/help/messages", (route) => route.fulfill({ status: 503 }));
  for (const [page, text] of [[one, messages[0]], [two, messages[1]]]) {
    if (await email(page).count()) await email(page).fill(`${unique("anna").replace(" ", ".")}@post.example`);
    await page.getByRole("dialog").getByLabel(way.write).fill(text);
    await page.getByRole("dialog").getByLabel(way.write).press("Enter");
    await page.locator("okno-chat .msg", { hasText: text }).waitFor();
  }
  const secrets = await one.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("okno ")).length);
  assert.equal(secrets, 3, "one visitor, two messages");
  await one.close();
  await context.unroute("**/chat/help/messages");
  await two.reload();
  await two.getByRole("button", { name: way.open }).click();
  for (const text of messages) {
    const said = two.locator("okno-chat .msg", { hasText: text });
    await said.locator(".meta", { hasText: way.sent }).waitFor();
    assert.equal(await said.count(), 1);
  }
  assert.equal(await two.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("okno ")).length), 1);
});
