// The public form, from the deadline before sending to the private page, and back out of it: withdrawn, solved.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { unique } from "../support/post.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

const WAYS = {
  ru: { size: WIDE, theme: "light", due: /Ответим не позднее/, kind: "Жалоба", topic: "Карты", name: "Рита Новикова", text: "Карта заблокирована без причины.", number: /№\s2026|№\s\d{4}/, check: /Не всё заполнено/, withdraw: "Отозвать обращение", withdrawn: "Обращение отозвано", solved: "Вопрос решён" },
  en: { size: PHONE, theme: "dark", due: /We will reply by/, kind: "Complaint", topic: "Cards", name: "Ivy Stone", text: "My card was blocked for no reason.", number: /No\.\s\d{4}/, check: /not right yet/, withdraw: "Withdraw the request", withdrawn: "The request is withdrawn", solved: "This solved it" },
};

async function fill(page, way, text) {
  await page.getByLabel(way.kind).check();
  await page.locator("#topic").selectOption({ label: way.topic });
  await page.locator("#text").fill(text);
  await page.locator("#name").fill(way.name);
  await page.locator("#email").fill(`${unique("rita").replace(" ", ".")}@post.example`);
}

/** Sends a request and opens its private page. */
async function sent(page, way, lang) {
  await page.goto(`/form/help?lang=${lang}`);
  await fill(page, way, unique(way.text));
  await page.locator("#consent").check();
  await page.locator(".ask .button.primary").click();
  await page.locator(".keep-link").waitFor();
  return page.locator(".keep-link a").innerText();
}

for (const [lang, way] of Object.entries(WAYS)) {
  story(`a form tells the deadline, keeps what was typed, is taken back, ${lang}`, async (stage) => {
    const page = await stage.window({ lang, size: way.size, theme: way.theme, expected: [422] });
    await page.goto(`/form/help?lang=${lang}`);
    assert.match(await page.locator(".deadline").innerText(), way.due);
    assert.deepEqual(await violations(page), []);
    await shoot(page, `form-${lang}`, { fullPage: true });
    const text = unique(way.text);
    const before = await page.locator(".deadline").innerText();
    await fill(page, way, text);
    await page.waitForFunction((before) => document.querySelector(".deadline").innerText !== before, before);
    // Without the consent, past the browser's own check.
    await page.locator(".ask").evaluate((form) => (form.noValidate = true));
    await page.locator(".ask .button.primary").click();
    await page.locator("#consent-error").waitFor();
    assert.match(await page.locator("#problem").innerText(), way.check);
    assert.equal(await page.locator("#text").inputValue(), text);
    assert.deepEqual(await violations(page), []);
    await shoot(page, `form-back-${lang}`, { fullPage: true });
    await page.locator("#consent").check();
    await page.locator("#files").setInputFiles({ name: "scan.txt", mimeType: "text/plain", buffer: Buffer.from("page one") });
    await page.locator(".ask .button.primary").click();
    await page.locator(".keep-link").waitFor();
    assert.match(await page.locator(".public-number").innerText(), way.number);
    assert.match(await page.locator(".deadline").innerText(), way.due);
    assert.deepEqual(await violations(page), []);
    await shoot(page, `form-sent-${lang}`, { fullPage: true });
    await page.goto(await page.locator(".keep-link a").innerText());
    await page.locator(".public-history li", { hasText: text }).waitFor();
    assert.equal(await page.locator(".files li").count(), 1);
    await shoot(page, `follow-up-${lang}`, { fullPage: true });
    await page.getByRole("link", { name: way.withdraw }).click();
    await page.locator("form[action$='/withdrawal']").waitFor();
    assert.deepEqual(await violations(page), []);
    await shoot(page, `withdraw-${lang}`, { fullPage: true });
    await page.getByRole("button", { name: way.withdraw }).click();
    await page.locator(".done", { hasText: way.withdrawn }).waitFor();
    assert.deepEqual(await violations(page), []);
  });
}

story("solved is said by one press, and writing takes it back", async (stage) => {
  const way = WAYS.ru;
  const page = await stage.window({ lang: "ru" });
  await page.goto(await sent(page, way, "ru"));
  await page.getByRole("button", { name: way.solved }).click();
  await page.locator(".done").waitFor();
  assert.equal(await page.getByRole("button", { name: way.solved }).count(), 0);
  await page.locator("#answer-text").fill("Нет, всё-таки не решён.");
  await page.locator(".answer .button.primary").click();
  await page.getByRole("button", { name: way.solved }).waitFor();
});

story("files that are too large cost nothing that was typed", async (stage) => {
  const way = WAYS.ru;
  const page = await stage.window({ lang: "ru", expected: [413] });
  await page.goto("/form/help?lang=ru");
  const text = unique(way.text);
  await fill(page, way, text);
  await page.locator("#consent").check();
  await page.locator("#files").evaluate((files) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(40 << 20)], "film.mp4"));
    files.files = chosen.files;
  });
  // Told by the script already; here the form is sent all the same.
  await page.locator(".ask").evaluate((form) => (form.noValidate = true));
  await page.locator(".ask .button.primary").click();
  await page.locator("#problem").waitFor();
  assert.equal(await page.locator("#text").inputValue(), text);
});
