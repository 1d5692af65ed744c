// Coming in and going out.
import assert from "node:assert/strict";
import { fillLogIn, PHONE, SITE, story, WIDE } from "../support/story.mjs";

const WORDS = {
  ru: { refused: "пароль", inbox: "Мои", out: "Выйти" },
  en: { refused: "password", inbox: "Mine", out: "Log out" },
};

for (const [lang, words] of Object.entries(WORDS)) {
  story(`a wrong password is told and the address kept, ${lang}`, async (stage) => {
    const page = await stage.window({ lang, size: PHONE, expected: [401] });
    await page.goto(`/login?lang=${lang}`);
    await fillLogIn(page, "boris", "two-windows");
    const told = page.getByRole("alert");
    await told.waitFor();
    assert.match((await told.textContent()).toLowerCase(), new RegExp(words.refused));
    assert.equal(await page.locator("#email").inputValue(), "boris@demo.example");
    assert.equal(await page.locator("#password").inputValue(), "", "a password is not sent back");
    assert.deepEqual((await page.context().cookies()).filter(({ name }) => name === "okno_session"), []);
  });
}

story("whoever logs in gets where they wanted, and out again", async (stage) => {
  const page = await stage.window();
  await page.goto("/inbox?view=overdue");
  await page.waitForURL(/\/login\?next=/);
  await fillLogIn(page, "boris");
  await page.waitForURL("**/inbox?view=overdue");
  await page.locator(".row").first().waitFor();

  await page.locator(".me-button").click();
  await page.getByRole("button", { name: WORDS.ru.out }).click();
  await page.waitForURL("**/login");
  await page.goto("/inbox");
  assert.match(page.url(), /\/login\?next=/, "the session has ended");
  await page.goBack();
  await page.reload();
  assert.match(page.url(), /\/login/, "nothing of the inbox comes back from the browser's memory");
});

story("the session's cookie is out of reach of scripts and of other sites", async (stage) => {
  const page = await stage.window({ who: "anna" });
  await page.goto("/inbox");
  const [session] = (await page.context().cookies(SITE)).filter(({ name }) => name === "okno_session");
  assert.deepEqual({ httpOnly: session.httpOnly, sameSite: session.sameSite }, { httpOnly: true, sameSite: "Lax" });
  assert.equal(await page.evaluate(() => document.cookie.includes("okno_session")), false);
});

story("language and palette are changed in the menu and stay", async (stage) => {
  const page = await stage.window({ who: "vera", size: WIDE });
  await page.goto("/inbox?view=all");
  for (const [lang, next] of [["ru", "en"], ["en", "ru"]]) {
    assert.equal(await page.getAttribute("html", "lang"), lang);
    await page.locator(".me-button").click();
    await page.locator(`#me button[value=${next}]`).click();
    await page.locator(`html[lang=${next}]`).waitFor();
    await page.locator(".views a", { hasText: WORDS[next].inbox }).first().waitFor();
  }
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.locator(".me-button").click();
  await page.locator("#me button[value=dark]").click();
  await page.locator("html[data-theme=dark]").waitFor();
  assert.notEqual(await paper(), light);
});
