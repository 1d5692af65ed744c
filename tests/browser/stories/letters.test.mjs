// Letters of strangers: shown whole, able to do nothing.
import assert from "node:assert/strict";
import { openTicket } from "../support/desk-pages.mjs";
import { post, unique } from "../support/post.mjs";
import { story } from "../support/story.mjs";

const TRACKER = "https://tracker.example/pixel.png";
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

const HOSTILE = `<h2>Заголовок</h2>
<script>alert("script"); document.title = "taken"</script>
<img src="x" onerror="alert('onerror')"><svg onload="alert('svg')"></svg>
<a href="javascript:alert('link')">ссылка</a><iframe src="javascript:alert('frame')"></iframe>
<form action="/logout" method="post"><button>Выиграть приз</button></form>
<style>body { background: url("https://tracker.example/style.png") }</style>
<meta http-equiv="refresh" content="0; url=https://tracker.example/">
<img src="${TRACKER}" alt="Счётчик"><p>Это письмо со <b>вложенным</b> злом.</p>`;

/** Opens a letter in HTML, with every request to its tracker answered and counted. */
async function open(stage, html) {
  const subject = unique("Письмо с картинками");
  await post({ from: "Злой <evil@post.example>", subject, html });
  const page = await stage.window({ who: "anna", expected: [], answers: TRACKER });
  const asked = [];
  await page.context().route("https://tracker.example/**", (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "image/png", body: PIXEL });
  });
  await openTicket(page, subject);
  const original = page.locator('.message[data-side="client"] .original');
  return { page, original, asked };
}

story("a letter full of scripts does nothing, neither in the talk nor in its frame", async (stage) => {
  const { page, original, asked } = await open(stage, HOSTILE);
  await page.waitForFunction(() => document.title.startsWith("№"));
  const title = await page.title();
  await page.locator(".message .words", { hasText: "Это письмо со" }).waitFor();
  await original.locator("summary").click();
  const frame = original.locator("iframe");
  assert.doesNotMatch(await frame.getAttribute("sandbox"), /allow-(scripts|same-origin|forms|top-navigation)/);
  const inside = frame.contentFrame();
  await inside.getByText("вложенным").waitFor();
  assert.equal(await inside.locator("script, iframe, form, [onerror], [onload], meta[http-equiv]").count(), 0);
  assert.equal(await inside.locator('[href^="javascript:"]').count(), 0);
  assert.equal(await page.title(), title);
  assert.deepEqual(asked, [], "nobody learns that the letter was read");
});

story("pictures of other hosts are fetched only when asked for", async (stage) => {
  const { page, original, asked } = await open(stage, `<p>Здравствуйте</p><img src="${TRACKER}" alt="логотип">`);
  await original.locator("summary").click();
  const inside = original.locator("iframe").contentFrame();
  await inside.getByText("Здравствуйте").waitFor();
  assert.deepEqual(asked, []);
  await original.locator('a[href*="images=1"]').click();
  await inside.locator("img").waitFor();
  await inside.locator("img").evaluate((img) => img.decode());
  assert.deepEqual(asked, [TRACKER]);
});

story("an attached page is a download, never a page of ours", async (stage) => {
  const subject = unique("Договор");
  const attachments = [{ filename: "договор.html", content: "<script>alert(1)</script>", contentType: "text/html" }];
  await post({ from: "Юля <yulia@post.example>", subject, text: "Во вложении.", attachments });
  const page = await stage.window({ who: "anna" });
  await openTicket(page, subject);
  const href = await page.locator(".files a", { hasText: "договор.html" }).getAttribute("href");
  const answer = await page.context().request.get(href);
  assert.equal(answer.headers()["content-type"], "application/octet-stream");
  assert.match(answer.headers()["content-disposition"], /^attachment/);
  assert.match(answer.headers()["content-security-policy"], /sandbox/);
});
