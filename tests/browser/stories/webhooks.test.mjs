// An administrator registers an address, is told what is wrong with it, sends it a trial and sees how that went.
import assert from "node:assert/strict";
import { story } from "../support/story.mjs";

story("an administrator adds an address for notices and sees that a trial could not be signed", async (stage) => {
  const page = await stage.window({ who: "admin", lang: "ru", expected: [404, 422] }); // 404: the page may bring itself up to date just when it is removed
  await page.goto("/admin");
  await page.getByRole("link", { name: "Уведомления программам" }).click();
  const name = `crm-${Date.now().toString(36)}`;
  await page.getByLabel("Название").fill(name);
  await page.getByLabel("Адрес", { exact: true }).fill("https://me:word@crm.example/okno");
  await page.getByLabel("Переменная с ключом подписи").fill("OKNO_NO_SUCH_SECRET");
  await page.getByRole("button", { name: "Добавить" }).click();
  await page.getByRole("alert").getByText("без имени и пароля").waitFor();
  await page.getByLabel("Адрес", { exact: true }).fill("https://crm.example/okno");
  await page.getByRole("button", { name: "Добавить" }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await page.getByText("Нечем подписать").waitFor();
  await page.getByRole("button", { name: "Отправить пробное уведомление" }).click();
  await page.locator(".pushes").getByText("Пробное уведомление").waitFor();
  await page.waitForFunction(async () => {
    const answer = await fetch(location.href);
    return (await answer.text()).includes("не доставлено");
  });
  await page.reload();
  assert.match(await page.locator(".pushes li").first().innerText(), /OKNO_NO_SUCH_SECRET/);
  await page.getByRole("button", { name: "Удалить адрес" }).click();
  await page.getByRole("heading", { name: "Уведомления программам", level: 1 }).waitFor();
  assert.equal(await page.getByText(name).count(), 0);
});
