// What is missed and what comes next, whose and why.
import assert from "node:assert/strict";
import { PHONE, story, WIDE } from "../support/story.mjs";

const WORDS = { ru: { late: "Просрочено", next: "Скоро срок" }, en: { late: "Overdue", next: "Due next" } };

for (const [lang, words] of Object.entries(WORDS)) {
  for (const [name, size] of Object.entries({ wide: WIDE, phone: PHONE })) {
    story(`missed and coming deadlines with their owners, ${lang}, ${name}`, async (stage) => {
      const page = await stage.window({ who: "galina", lang, size });
      await page.goto(`/supervisor?lang=${lang}`);
      const late = page.getByRole("region", { name: words.late }).or(page.locator("section", { has: page.getByRole("heading", { name: words.late }) })).first();
      const dues = late.locator(".due");
      assert.ok((await dues.count()) > 3);
      const instants = await dues.locator("time.clock").evaluateAll((all) => all.map((one) => Date.parse(one.dateTime)));
      assert.deepEqual(instants, [...instants].sort((a, b) => a - b), "the longest overdue first");
      assert.ok(instants.every((instant) => instant < Date.now()));
      assert.ok((await page.locator('.figure[data-level="late"] .figure-value').innerText()) > 0);

      const next = page.locator("section", { has: page.getByRole("heading", { name: words.next }) }).first();
      const coming = await next.locator(".due").evaluateAll((all) => all.map((one) => Number(one.dataset.left)));
      assert.deepEqual(coming, [...coming].sort((a, b) => a - b), "the least working time left first");

      await dues.first().locator("a").click();
      await page.locator("article.ticket").waitFor();
      await page.locator('.clock-card .clock[data-level="late"]').first().waitFor();
    });
  }
}

story("an operator has no business on the supervisors' pages", async (stage) => {
  const page = await stage.window({ who: "anna", expected: [403] });
  for (const path of ["/supervisor", "/ledger", "/quarantine", "/admin"]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 403, path);
    await page.locator("h1").waitFor();
  }
});
