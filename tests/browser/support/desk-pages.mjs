// Ways through the console that several stories take.

/** Opens the ticket with the subject; waits until its mail has come in. What came last stands first: the list has pages. */
export async function openTicket(page, subject) {
  await page.goto("/inbox?view=all&order=created");
  // By keyboard: rows move under the pointer as mail of other stories comes in.
  await page.locator(".row-link", { hasText: subject }).press("Enter");
  await page.locator("article.ticket", { has: page.locator("h1", { hasText: subject }) }).waitFor();
}

/** Keeps live changes from a page. */
export const deaf = (page) => page.route("**/events*", (route) => route.fulfill({ status: 204 }));

/** A letter that the demo caught, by its subject: its headers and its text. */
export async function caughtFor(page, subject) {
  await page.goto("/demo/mail");
  // By its address: the list moves as letters of other stories come in.
  await page.goto(await page.locator(".mails a", { hasText: subject }).first().getAttribute("href"));
  await page.locator("details.headers summary").click();
  const headers = await page.locator("details.headers dl > div").evaluateAll((all) =>
    Object.fromEntries(all.map((one) => [one.querySelector("dt").textContent, one.querySelector("dd").textContent])),
  );
  return { headers, text: await page.locator(".sheet").innerText(), page };
}

/** The public id of the client on the open ticket's page. */
export const clientOf = async (page) => (await page.locator(".client-head h2 a").getAttribute("href")).split("/").pop();

/** The number of the open ticket. */
export const numberOf = async (page) => (await page.locator("article.ticket .number").first().innerText()).match(/\d{4}-\d{6}/)[0];

/** Makes one client of two records; the page is that of the first afterwards. */
export async function oneClient(page, one, other) {
  await page.goto(`/clients/${one}`);
  const count = await page.locator(".client-known .identities li").count();
  await page.locator("#other").evaluate((input) => (input.closest("details").open = true));
  await page.locator("#other").fill(other);
  await page.locator("#other").press("Enter");
  await page.waitForFunction((before) => document.querySelectorAll(".client-known .identities li").length > before, count);
}
