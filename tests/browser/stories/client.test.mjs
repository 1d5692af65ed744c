// One client, and others who know the answer: a department is asked and answers without an account; two records of one
// person become one, and two again.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { caughtFor, clientOf, oneClient, openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { apply, program } from "../support/setup.mjs";
import { shoot } from "../support/shots.mjs";
import { PHONE, story, WIDE } from "../support/story.mjs";

story("a department is asked, and answers by its link without an account", async (stage) => {
  const [subject, question, answer] = [unique("Спорное списание"), unique("Кто подтвердил операцию?"), unique("Операция не подтверждена.")];
  await post({ from: "Нина <nina-s@post.example>", subject, text: "Верните деньги." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, subject);
  await page.locator(".ask-party > summary").press("Enter");
  await page.locator("#party").fill("Отдел операций");
  await page.locator("#party-address").fill("ops@bank.example");
  await page.locator("#party-question").fill(question);
  await page.locator("#party-hours").fill("2,5");
  assert.deepEqual(await violations(page), []);
  await shoot(page, "side-task-being-asked");
  await page.locator(".ask-party form button").press("Enter");
  const asked = page.locator(".side-task[data-open]", { hasText: "Отдел операций" });
  await asked.waitFor();

  const outside = await stage.window({ size: PHONE, theme: "dark" });
  const mails = await stage.window({ who: "anna" });
  const number = (await page.locator("article.ticket").innerText()).match(/№\s(\d{4}-\d{6})/)[1];
  const { text } = await caughtFor(mails, `Вопрос по обращению № ${number}`);
  assert.match(text, new RegExp(question.replace("?", "\\?")));
  await outside.goto(text.match(/https?:\/\/\S+\/a\/\w+/)[0]);
  await outside.getByText(question).waitFor();
  assert.equal(await outside.getByText("Верните деньги").count(), 0, "what the client wrote is not theirs to read");
  assert.deepEqual(await violations(outside), []);
  await shoot(outside, "side-task-page");
  await outside.getByLabel("Ваш ответ").fill(answer);
  await outside.locator("form.answer button").press("Enter");
  await outside.locator(".done").waitFor();
  await shoot(outside, "side-task-page-answered");

  await page.locator(".timeline", { hasText: answer }).waitFor();
  await page.locator(".side-task:not([data-open])", { hasText: "Отдел операций" }).first().waitFor();
  await shoot(page, "side-task-answered");
});

story("two records of one person become one client, and two again", async (stage) => {
  const name = unique("Ольга Сидорова");
  const [first, second] = [unique("Вопрос по карте"), unique("Вопрос по вкладу")];
  await post({ from: `${name} <${unique("olga").replace(" ", ".")}@post.example>`, subject: first, text: "Первое." });
  await post({ from: `${name} <${unique("sidorova").replace(" ", ".")}@work.example>`, subject: second, text: "Второе." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, second);
  await page.locator(".client-head h2 a").press("Enter");
  await page.waitForURL("**/clients/*");
  const other = page.url().split("/").pop();
  await openTicket(page, first);
  await page.locator(".client-head h2 a").press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  assert.equal(await page.locator(".alike-clients").count(), 0, "a name alone is no evidence");
  await page.locator("#other").evaluate((input) => (input.closest("details").open = true));
  await page.locator("#other").fill(other);
  await page.locator("#other").press("Enter");
  await page.locator(".client-lines", { hasText: "Второе." }).waitFor();
  await page.locator(".client-lines", { hasText: "Первое." }).waitFor();
  assert.equal(await page.locator(".client-known .identities li").count(), 2);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "client-of-two-records");

  const small = await stage.window({ who: "anna", size: PHONE, theme: "dark", lang: "en" });
  await small.goto(new URL(page.url()).pathname);
  await small.locator(".client-lines").waitFor();
  assert.deepEqual(await violations(small), []);
  await shoot(small, "client-on-the-phone");

  await page.locator("form[action$='/unmerge'] button").press("Enter");
  await page.locator(".client-lines", { hasText: "Второе." }).waitFor({ state: "detached" });
  assert.equal(await page.locator(".client-known .identities li").count(), 1);
});

story("the host's own system knows the client, and its card is one press away", async (stage) => {
  // What a file says of the desk, it says whole.
  await apply('[desk]\nname = "Okno Demo"\nzone = "Europe/Moscow"\ncalendar = "Офис"\nlang = "ru"\ncrm = "https://crm.example/clients/{account}"\n');
  const ask = await program("tickets:read,tickets:write");
  const [account, address] = [unique("A-").replaceAll(/[^A-Za-z0-9-]/g, ""), `${unique("vera").replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}@post.example`];
  const subject = unique("Справка для визы");
  await post({ from: `Вера <${address}>`, subject, text: "Нужна справка." });
  const page = await stage.window({ who: "anna", size: WIDE });
  await openTicket(page, subject);
  const [ticket, hers] = [new URL(page.url()).pathname, await clientOf(page)];
  const known = await ask("PUT", `/api/v1/accounts/${account}/client`, { card: { name: "Вера Лукина", company: "Заря" }, phones: ["+7 912 345-67-89"] });
  await oneClient(page, hers, known.id);
  await page.locator(".client-known .identities li", { hasText: account }).waitFor();
  const link = page.getByRole("link", { name: "Открыть в CRM" });
  assert.equal(await link.getAttribute("href"), `https://crm.example/clients/${account}`);
  assert.equal(await link.getAttribute("rel"), "noreferrer", "the other system is not told where we came from");
  assert.deepEqual(await violations(page), []);
  await shoot(page, "client-known-to-the-host");

  // The host's system changes the card, and the page of her company follows.
  await ask("PUT", `/api/v1/accounts/${account}/client`, { card: { company: "Восход" } });
  await page.goto(`/clients/${hers}`);
  await page.locator(".client-known .facts", { hasText: "Восход" }).getByRole("link", { name: "Восход" }).press("Enter");
  await page.waitForURL("**/companies?**");
  await page.locator(".absorbed", { hasText: subject }).waitFor();
  for (const [lang, size, theme] of [["ru", WIDE, "dark"], ["en", PHONE, "light"]]) {
    const other = await stage.window({ who: "anna", size, theme, lang });
    await other.goto(`/companies?lang=${lang}&name=%D0%92%D0%BE%D1%81%D1%85%D0%BE%D0%B4`);
    await other.locator(".absorbed", { hasText: subject }).waitFor();
    const over = await other.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} px wider than the window`);
    assert.deepEqual(await violations(other), []);
    await shoot(other, `company-${lang}-${theme}`);
  }
  assert.match(ticket, /tickets/);
});
