// Calendars: an official document is compared and confirmed, hours are tried before they are changed.
import assert from "node:assert/strict";
import { shoot } from "../support/shots.mjs";
import { story } from "../support/story.mjs";

const event = (date, name, more = "") => `BEGIN:VEVENT\nDTSTART;VALUE=DATE:${date}\nSUMMARY:${name}\n${more}END:VEVENT\n`;
const DECREE = `BEGIN:VCALENDAR\nVERSION:2.0\n${event("20290101", "Новый год")}${event("20290222", "Перед праздником", "CATEGORIES:сокращённый день\n")}END:VCALENDAR\n`;

story("an administrator uploads the official days of a year, sees what changes, and confirms", async (stage) => {
  const page = await stage.window({ who: "admin" });
  await page.goto("/admin/calendars");
  await page.getByLabel("График работы").selectOption("Круглосуточно");
  await page.setInputFiles("#update-file", { name: "2029.ics", mimeType: "text/calendar", buffer: Buffer.from(DECREE) });
  await page.getByRole("button", { name: "Сравнить с графиком" }).click();
  const update = page.locator(".update", { hasText: "Круглосуточно" });
  await update.getByText("Выходной: Новый год").waitFor();
  await update.getByText("Короче на 60 мин").waitFor();
  await shoot(page, "calendar-update-proposed");
  await update.getByLabel("Основание").fill("Постановление");
  await update.getByRole("button", { name: "Подтвердить и пересчитать сроки" }).click();
  await page.locator(".update-decided li", { hasText: "2029.ics" }).first().waitFor();
  assert.equal(await update.count(), 0);
});

story("hours are tried before they are changed", async (stage) => {
  const page = await stage.window({ who: "admin", expected: [400, 422] });
  await page.goto("/admin/calendars");
  await page.getByRole("link", { name: "Горячая линия" }).click();
  await page.getByLabel("Суббота").fill("с девяти");
  await page.getByRole("button", { name: "Показать, что изменится" }).click();
  await page.getByRole("alert").getByText("Не понимаем «с девяти»").waitFor();
  await page.getByLabel("Суббота").fill("08:00-21:30");
  await page.getByRole("button", { name: "Показать, что изменится" }).click();
  await page.getByRole("status").getByText("Сроков сдвинется").waitFor();
  await shoot(page, "hours-tried");
  await page.getByLabel("Почему меняете").fill("Летом меньше звонков");
  await page.getByRole("button", { name: "Изменить и пересчитать сроки" }).click();
  await page.waitForURL("**/admin/calendars");
  await page.getByRole("link", { name: "Горячая линия" }).click();
  assert.equal(await page.getByLabel("Суббота").inputValue(), "08:00-21:30");
});
