// A deadline is missed in front of the supervisor: the demo has one that runs out soon after its start.
import assert from "node:assert/strict";
import { story } from "../support/story.mjs";

/** The lost card of the demo: two minutes are left when the desk is made, and no other story touches it. */
const LOST = "Потеряла карту";
/** Milliseconds from the deadline until the page may have it. */
const SOON = 15_000;

story("a deadline that passes is told to the supervisor at once, without a reload", { timeout: 200_000 }, async (stage) => {
  const page = await stage.window({ who: "galina" });
  await page.goto("/supervisor");
  await page.evaluate(() => (window.sameDocument = true));
  const section = (title) => page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
  const due = page.locator(".due", { hasText: LOST }).filter({ hasText: "Первый ответ" });
  await due.waitFor();
  const instant = Date.parse(await due.locator("time.clock").getAttribute("datetime"));

  const late = section("Просрочено").locator(".due", { hasText: LOST }).filter({ hasText: "Первый ответ" });
  await late.waitFor({ timeout: Math.max(instant - Date.now(), 0) + SOON });
  assert.ok(Date.now() > instant, "not before it has passed");
  assert.equal(await late.locator('time.clock[data-level="late"]').count(), 1);
  assert.equal(await page.evaluate(() => window.sameDocument), true);

  await late.locator("a").click();
  const told = page.locator('.notable[data-level="late"]', { hasText: "Первый ответ" });
  await told.waitFor();
  const shown = await page.locator(".clock-card", { hasText: "Первый ответ" }).locator("time.clock").getAttribute("datetime");
  assert.equal(Date.parse(shown), instant, "the deadline did not move");
});
