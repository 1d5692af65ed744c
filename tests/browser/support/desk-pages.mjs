// Ways through the console that several stories take.

/** Opens the ticket with the subject; waits until its mail has come in. */
export async function openTicket(page, subject) {
  await page.goto("/inbox?view=all");
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
