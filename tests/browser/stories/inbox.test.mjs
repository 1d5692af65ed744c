// The list: clocks in words, the keyboard, and mail that arrives while somebody looks.
import assert from "node:assert/strict";
import { deaf, openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { PHONE, story } from "../support/story.mjs";

const LATE = { ru: /^просрочено (на \d|меньше чем на минуту)/, en: /^(\d.*|less than a minute) late$/ };
const CARDS = "cards@demo.example";

for (const [lang, late] of Object.entries(LATE)) {
  story(`every open ticket has its clock in words, ${lang}`, async (stage) => {
    const page = await stage.window({ who: "admin", lang });
    await page.goto(`/inbox?view=overdue&lang=${lang}`);
    const rows = page.locator(".row");
    assert.ok((await rows.count()) > 3, "the demo has something overdue");
    const told = await page.locator(".row time.clock").evaluateAll((all) => all.map((one) => one.innerText.trim()));
    assert.equal(told.length, await rows.count(), "no row without a clock");
    for (const words of told) assert.match(words, late);
    const exact = await page.locator(".row time.clock").first().getAttribute("title");
    assert.match(exact, /\d\d?:\d\d/, "the exact instant stands behind it");
  });
}

story("clocks tick on the page by themselves: words, amber, red", async (stage) => {
  const subject = unique("Заблокируйте карту");
  await post({ to: CARDS, from: "Эмма <emma@post.example>", subject, text: "Прошу заблокировать." });
  const page = await stage.window({ who: "boris" });
  await deaf(page); // the page gets nothing but time
  await page.goto("/inbox?view=all");
  const clock = page.locator(".row", { hasText: subject }).locator("time.clock");
  const due = Date.parse(await clock.getAttribute("datetime"));
  const told = (level, words) => clock.and(page.locator(`[data-level=${level}]`)).filter({ hasText: words }).waitFor();
  await told("calm", /осталось/);
  await page.clock.setFixedTime(due - 6 * 60_000);
  await told("soon", /осталось\s[56]\sмин/);
  await page.clock.setFixedTime(due + 9 * 60_000);
  await told("late", /просрочено на\s[89]\sмин/);
});

story("a ticket is opened, left and the next one opened by keyboard", async (stage) => {
  const page = await stage.window({ who: "anna" });
  await page.goto("/inbox?view=overdue"); // no other story moves the rows of this view
  const focused = () => page.evaluate(() => document.activeElement.dataset.ticket);
  await page.keyboard.press("j");
  const first = await focused();
  await page.keyboard.press("j");
  const second = await focused();
  assert.ok(first && second && first !== second, "J moves on");
  await page.keyboard.press("k");
  assert.equal(await focused(), first, "K moves back");
  await page.keyboard.press("Enter");
  await page.locator(`#open-${first}`).waitFor();
  await page.waitForURL(`**/tickets/${first}*`);
  assert.equal(await page.locator(`#row-${first}[data-here]`).count(), 1, "the list stays, its row marked");

  await page.keyboard.press("c");
  await page.locator(".clock-card[open]").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".clock-card[open]").count(), 0, "Escape closes a clock's card");

  await page.keyboard.press("n");
  assert.equal(await page.evaluate(() => document.activeElement.id), "note-text");
  await page.keyboard.type("j");
  assert.equal(await page.locator("#note-text").inputValue(), "j", "letters typed into a field are no commands");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await focused(), first, "Escape leads back to the row");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator(`#open-${second}`).waitFor();
  await page.goBack();
  await page.locator(`#open-${first}`).waitFor();
});

story("a note is written and kept without a mouse", async (stage) => {
  const [subject, note] = [unique("Выписка за год"), unique("Проверить в архиве")];
  await post({ from: "Юлия <julia@post.example>", subject, text: "Нужна выписка." });
  const page = await stage.window({ who: "anna" });
  await openTicket(page, subject);
  await page.keyboard.press("n");
  await page.keyboard.type(note);
  await page.keyboard.press("Control+Enter");
  await page.locator("#timeline .note", { hasText: note }).waitFor();
  assert.equal(await page.locator("#note-text").inputValue(), "", "nothing is left in the field");
});

story("keys work in the Russian layout, and are told", async (stage) => {
  const page = await stage.window({ who: "anna" });
  await page.goto("/inbox?view=all");
  await page.evaluate(() => document.dispatchEvent(new KeyboardEvent("keydown", { key: "о", code: "KeyJ", bubbles: true })));
  assert.ok(await page.evaluate(() => document.activeElement.dataset.ticket));
  await page.keyboard.press("Shift+Slash");
  await page.locator("dialog#keys[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog#keys:not([open])").waitFor({ state: "attached" });
});

story("new mail appears in the open inbox by itself, and counts", async (stage) => {
  const page = await stage.window({ who: "boris" });
  await page.goto("/inbox?view=unassigned");
  const count = page.locator('.views [data-count="unassigned"]');
  const before = Number(await count.textContent());
  const subject = unique("Банкомат проглотил карту");
  await post({ to: CARDS, from: "Лев Тихонов <lev@post.example>", subject, text: "Помогите, пожалуйста." });
  const row = page.locator(".row", { hasText: subject });
  await row.waitFor();
  assert.match(await row.locator("time.clock").innerText(), /осталось\s(29|30)\sмин/);
  await page.waitForFunction((than) => Number(document.querySelector('.views [data-count="unassigned"]').textContent) > than, before);
});

story("search finds what a client wrote, in any form of the word", async (stage) => {
  const page = await stage.window({ who: "anna" });
  const subject = unique("Вопрос по гарантии");
  await post({ from: "Яна <yana@post.example>", subject, text: "Когда вернут аннуитетную комиссию за фикусы?" });
  await page.goto("/inbox?view=all");
  await page.locator(".row", { hasText: subject }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("фикус комиссия");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/inbox?*q=*");
  await page.locator(".row", { hasText: subject }).waitFor();
  assert.equal(await page.locator(".row").count(), 1);
});

story("on the phone: list, ticket, and a real way back", async (stage) => {
  const page = await stage.window({ who: "anna", size: PHONE });
  await page.goto("/inbox?view=all");
  await page.locator(".row-link").first().click();
  await page.locator("article.ticket").waitFor();
  assert.equal(await page.locator(".list-pane").isVisible(), false, "one pane at a time");
  await page.locator(".ticket-line a.icon-button").click();
  await page.locator(".list-pane").waitFor();
  assert.match(page.url(), /\/inbox\?view=all/);
  await page.locator('.pane-head button[popovertarget="rail"]').click();
  await page.locator(".views a", { hasText: "Просрочено" }).click();
  await page.waitForURL("**/inbox?view=overdue");
});
