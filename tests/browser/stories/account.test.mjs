// The sample bank of the demo: a client who is signed in there opens a request, is answered, and says how it went; and is the same
// one in the chat.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { openTicket } from "../support/desk-pages.mjs";
import { unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

const WAYS = {
  ru: { account: "1001", name: "Мария Лебедева", size: PHONE, theme: "dark", subject: "Справка о счёте", text: "Пришлите справку.", answer: "Справка во вложении.", adds: "Спасибо, получила.", subjectLabel: "Тема", message: "Сообщение", own: "Ваш ответ", files: "Файлы", send: "Отправить", solve: "Вопрос решён", rate: "Оценить", solved: /решено/, chat: /чат/i, say: "Напишите сообщение", chatSend: "Отправить" },
  en: { account: "1002", name: "James Cole", size: WIDE, theme: "light", subject: "Account statement", text: "Please send a statement.", answer: "The statement is attached.", adds: "Thank you, it came.", subjectLabel: "Subject", message: "Message", own: "Your answer", files: "Files", send: "Send", solve: "This solved it", rate: "Rate", solved: /solved/, chat: /chat/i, say: "Write a message", chatSend: "Send" },
};

for (const [lang, way] of Object.entries(WAYS)) {
  story(`a client who is signed in at the sample bank is served there, ${lang}`, async (stage) => {
    const subject = unique(way.subject);
    const page = await stage.window({ lang, size: way.size, theme: way.theme });
    await page.goto(`/demo/account?account=${way.account}&lang=${lang}`);
    const opens = page.locator("#new");
    await opens.getByLabel(way.subjectLabel).fill(subject);
    await opens.getByLabel(way.message).fill(way.text);
    await opens.getByLabel(way.files).setInputFiles({ name: "счёт.txt", mimeType: "text/plain", buffer: Buffer.from("40817") });
    await opens.getByRole("button", { name: way.send }).click();
    await page.locator("#said li", { hasText: way.text }).getByRole("button", { name: "счёт.txt" }).waitFor();
    await page.locator("#tickets button[aria-current]", { hasText: subject }).waitFor();
    assert.deepEqual(await violations(page), []);

    const ours = await stage.window({ who: "anna", lang });
    await openTicket(ours, subject);
    await ours.locator("article.ticket", { hasText: way.name }).waitFor();
    const words = ours.locator("#composer textarea[name=text]").first();
    await words.fill(way.answer);
    await words.press("Control+Enter");
    await page.locator("#said li[data-ours]", { hasText: way.answer }).waitFor(); // nobody reloads anything
    await page.locator("#answer").getByLabel(way.own).fill(way.adds);
    await page.locator("#answer").getByRole("button", { name: way.send }).click();
    await ours.locator(".timeline", { hasText: way.adds }).waitFor();
    await shoot(page, `account-talk-${lang}`);
    await page.getByRole("button", { name: way.solve }).click();
    await page.locator("#state", { hasText: way.solved }).waitFor();
    await page.locator("#rating").getByLabel("5", { exact: true }).check();
    await page.getByRole("button", { name: way.rate }).click();
    await ours.locator(".timeline", { hasText: /5/ }).waitFor();
    assert.deepEqual(await violations(page), []);
    await shoot(page, `account-rated-${lang}`);

    // The chat in the corner knows who is there, and asks for nothing.
    const said = unique(way.text);
    await page.getByRole("button", { name: way.chat }).click();
    const panel = page.getByRole("dialog");
    await panel.getByLabel(way.say).fill(said);
    await panel.getByRole("button", { name: way.chatSend }).click();
    await panel.locator(".msg", { hasText: said }).waitFor();
    // It is one conversation: the chat goes on with the request, and the page beside it says so.
    await page.locator("#said li", { hasText: said }).waitFor();
    await ours.locator(".timeline", { hasText: said }).waitFor();
    await shoot(page, `account-chat-${lang}`);
  });
}
