// What a form was answered with stays on the page while the desk goes on around it: mail comes in, and its set-up is changed.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { post, unique } from "../support/post.mjs";
import { apply } from "../support/setup.mjs";
import { shoot } from "../support/shots.mjs";
import { story, until } from "../support/story.mjs";

const COUNT = '[data-count="all"]';

/** Something happens at the desk, and the page has heard of it: its numbers follow, and what is told with them has been done. */
async function meanwhile(page) {
  for (const round of [1, 2]) {
    const before = await page.locator(COUNT).first().innerText();
    await post({ from: `Шум <noise@${unique("x").replaceAll(/[^a-z0-9]+/gi, "-")}.example>`, subject: unique(`Пока заполняют ${round}`), text: "Вопрос." });
    await until("the numbers follow", async () => (await page.locator(COUNT).first().innerText()) !== before);
  }
}

story("what was tried stays while the set-up is applied, and is changed as it was tried", async (stage) => {
  const page = await stage.window({ who: "admin" });
  await page.goto("/admin/calendars");
  await page.getByRole("link", { name: "Горячая линия" }).click();
  await page.getByLabel("Воскресенье").fill("09:00-20:00");
  await page.getByRole("button", { name: "Показать, что изменится" }).click();
  const effect = page.getByRole("status").getByText("Сроков сдвинется");
  await effect.waitFor();
  await apply(`[[calendar]]\nname = "${unique("Летний график")}"\nbuiltin = "always"\n`);
  await meanwhile(page);
  assert.equal(await effect.count(), 1, "what was found is still told");
  assert.equal(await page.getByLabel("Воскресенье").inputValue(), "09:00-20:00");
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("Почему меняете").fill("Воскресенье короче");
  await page.getByRole("button", { name: "Изменить и пересчитать сроки" }).click();
  await page.waitForURL("**/admin/calendars");
  await page.getByRole("link", { name: "Горячая линия" }).click();
  assert.equal(await page.getByLabel("Воскресенье").inputValue(), "09:00-20:00");
});

story("why a form was refused is told until it is sent again", async (stage) => {
  const page = await stage.window({ who: "galina", expected: [422] });
  await page.goto("/absences");
  await page.locator("#from").fill("2020-01-02T10:00");
  await page.locator("#until").fill("2020-01-01T10:00");
  await page.getByRole("button", { name: "Сохранить" }).click();
  const refusal = page.getByRole("alert").first();
  await refusal.waitFor();
  const words = await refusal.innerText();
  await meanwhile(page);
  assert.equal(await refusal.innerText(), words);
  assert.equal(await page.locator("#until").inputValue(), "2020-01-01T10:00");
  await shoot(page, "absence-refused");
});
