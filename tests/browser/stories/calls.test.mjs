// The telephone: a call is logged, and its client is found by number while it is typed.
import assert from "node:assert/strict";
import { shoot } from "../support/shots.mjs";
import { story } from "../support/story.mjs";

const NUMBER = `+7999${String(Date.now()).slice(-7)}`;

story("a call is logged by number, and the next one is found while the number is typed", async (stage) => {
  const page = await stage.window({ who: "anna" });
  await page.goto("/inbox");
  await page.locator(".rail, #rail").getByRole("link", { name: "Записать звонок" }).click();
  await page.getByLabel("Номер").pressSequentially(NUMBER);
  await page.getByText("появится новый клиент").waitFor();
  await page.getByLabel("Имя, если назвали").fill("Илья Морозов");
  await page.getByLabel("О чём говорили").fill("Не приходит код подтверждения");
  await page.getByRole("button", { name: "Записать звонок" }).click();
  await page.waitForURL("**/tickets/**");
  await page.locator("article.ticket .message", { hasText: "Не приходит код подтверждения" }).waitFor();
  const ticket = page.url();

  // As it is dialled, not as it is kept: the eight, then the rest.
  await page.goto("/calls/new");
  await page.getByLabel("Номер").pressSequentially(`8${NUMBER.slice(2, 9)}`);
  const found = page.locator("[data-number]", { hasText: "Илья Морозов" });
  await found.waitFor();
  await shoot(page, "call-while-the-number-is-typed");
  await found.click();
  await page.locator("#callers").getByRole("link", { name: "Илья Морозов" }).waitFor();
  assert.equal(await page.getByLabel("Номер").inputValue(), NUMBER);
  await page.locator("select[name=ticket] option").nth(1).waitFor({ state: "attached" });
  await page.getByLabel("О чём говорили").fill("Код пришёл");
  await page.getByRole("button", { name: "Записать звонок" }).click();
  await page.waitForURL("**/tickets/**");
  assert.equal(new URL(page.url()).pathname, new URL(ticket).pathname, "the open ticket of whoever called");
});
