// Lists: narrowed, kept under a name, many rows changed at once.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { deaf } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, until, WIDE } from "../support/story.mjs";

story("a list is narrowed, saved under a name, found in the rail and deleted", async (stage) => {
  const page = await stage.window({ who: "anna" });
  await page.goto("/inbox?view=all");
  await page.locator(".filter > summary").click();
  await page.locator('.filter-form [name="state"]').selectOption({ label: "Новое" });
  await page.locator('.filter-form [name="order"]').selectOption({ label: "сначала старые" });
  await shoot(page, "filter-open");
  await page.getByRole("button", { name: "Показать", exact: true }).click();
  await page.waitForURL("**/inbox?*state=new*");
  await page.locator(".chip", { hasText: "Состояние: Новое" }).waitFor();
  const name = unique("Новые");
  await page.getByRole("button", { name: "Сохранить список" }).click();
  await page.locator("#save-view #view-name").fill(name);
  await page.locator("#save-view").getByRole("button", { name: "Сохранить" }).click();
  await page.locator("#list-title", { hasText: name }).waitFor();
  assert.ok(Number(await page.locator(".saved a", { hasText: name }).locator(".count").textContent()) > 0, "counted in the rail");
  await page.locator(".row-link").first().press("Enter");
  await page.locator("article.ticket").waitFor();
  assert.match(page.url(), /saved=viw_/, "the ticket opens beside the view");
  await page.goto(await page.locator(".saved a", { hasText: name }).getAttribute("href"));
  await page.getByRole("button", { name: "Изменить список" }).click();
  await page.locator("#change-view").getByRole("button", { name: "Удалить список" }).click();
  await until("the view is gone", async () => (await page.locator(".saved a", { hasText: name }).count()) === 0);
});

for (const [lang, words] of [
  ["ru", { who: "anna", apply: "Применить", done: "Изменения внесены" }],
  ["en", { who: "daniel", apply: "Apply", done: "Changed" }],
]) {
  story(`rows are ticked by keyboard and changed at once, ${lang}`, async (stage) => {
    const mark = unique("разом").replaceAll(" ", "-");
    for (const which of ["первое", "второе", "третье"]) {
      await post({ from: "Зоя <zoya@post.example>", subject: `${mark} ${which}`, text: "Текст" });
    }
    const page = await stage.window({ who: words.who, lang });
    await deaf(page);
    const mine = `/inbox?view=all&q=${mark}&lang=${lang}`;
    await until("all have come in", async () => {
      await page.goto(mine);
      return (await page.locator(".row").count()) === 3;
    });
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Shift+X");
    assert.equal(await page.locator(".tick :checked").count(), 3, "a range with Shift");
    assert.equal(await page.locator("#bulk-count").textContent(), "3");
    await page.locator('#bulk [name="priority"]').selectOption("high");
    await page.locator('#bulk [name="add"]').fill(mark);
    assert.deepEqual(await violations(page), []);
    await shoot(page, `bulk-${lang}`);
    await page.locator("#bulk").getByRole("button", { name: words.apply }).click();
    await page.locator(".flash", { hasText: words.done }).waitFor();
    await page.goto(`/inbox?view=all&tag=${mark}&priority=high&lang=${lang}`);
    assert.equal(await page.locator(".row").count(), 3);
  });
}

story("what was read is not bold any more, until the client writes again", async (stage) => {
  const subject = unique("Прочитайте меня");
  const first = await post({ from: "Ида <ida@post.example>", subject, text: "Раз" });
  const page = await stage.window({ who: "boris" });
  const row = page.locator(".row", { hasText: subject });
  await until("it has come in", async () => {
    await page.goto("/inbox?view=all");
    return row.count();
  });
  assert.equal(await row.getAttribute("data-unread"), "");
  await row.locator(".row-link").press("Enter");
  await page.locator("article.ticket h1", { hasText: subject }).waitFor();
  await until("it is read", async () => {
    await page.goto("/inbox?view=all");
    return (await row.getAttribute("data-unread")) === null;
  });
  await post({ from: "Ида <ida@post.example>", subject: `Re: ${subject}`, text: "Два", inReplyTo: first });
  await until("it is unread again", async () => {
    await page.goto("/inbox?view=all");
    return (await row.getAttribute("data-unread")) === "";
  });
});

story("the filter fits a phone", async (stage) => {
  const page = await stage.window({ who: "anna", size: PHONE });
  await page.goto("/inbox?view=all&state=new");
  await page.locator(".filter > summary").click();
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px wider than the window`);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "filter-phone");
  await page.setViewportSize(WIDE);
});
