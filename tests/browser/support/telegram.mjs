// A stand-in for Telegram's Bot API: it gives updates by long polling and keeps what a bot sends. Stories command it over HTTP.
import { createServer } from "node:http";

export const TOKEN = "123456:AAE-browser-token";
/** Milliseconds a poll hangs; the real one hangs as long as it is asked to. */
const HANGS = 1_000;

/** Opens a port of its own; answers where it is and how to end it. */
export async function startTelegram() {
  let [updates, sent, number] = [[], [], 0];
  const waiting = new Set();
  const json = (response, status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const right = (response, result) => json(response, 200, { ok: true, result });
  const poll = ({ offset = 0 }, response) => {
    updates = updates.filter((update) => update.update_id >= offset);
    const give = () => {
      clearTimeout(hang);
      waiting.delete(give);
      right(response, updates);
    };
    const hang = setTimeout(give, HANGS);
    waiting.add(give);
    if (updates.length) give();
  };
  const methods = {
    getUpdates: poll,
    deleteWebhook: (_, response) => right(response, true),
    sendMessage: (body, response) => {
      sent.push(body);
      right(response, { message_id: sent.length + 1_000 });
    },
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = text ? JSON.parse(text) : {};
    if (request.url === "/story/sent") return json(response, 200, sent);
    if (request.url === "/story/writes") {
      number += 1;
      updates.push({ update_id: number, message: { message_id: number, ...body } });
      for (const give of [...waiting]) give();
      return json(response, 200, {});
    }
    const method = methods[request.url.replace(`/bot${TOKEN}/`, "")];
    return method ? method(body, response) : json(response, 404, { ok: false, error_code: 404, description: "Not Found" });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const api = `http://127.0.0.1:${server.address().port}`;
  return { api, end: () => new Promise((done) => server.close(done) && server.closeAllConnections()) };
}
