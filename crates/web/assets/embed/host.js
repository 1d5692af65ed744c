// A host's own page over the account's API, as the demo's bank has it. Nothing in it is the desk's: take it as a beginning.
// The host's server signs who is signed in (`data-token` answers with a token); the page asks the API with that.
(() => {
  const place = document.querySelector("main");
  const words = JSON.parse(place.dataset.words);
  const { api, lang } = place.dataset;
  const at = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });
  const SLOWEST = 30_000;
  const SCORES = [1, 2, 3, 4, 5];

  let tickets = [];
  let shown = null;
  const seen = new Set();

  const h = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child));
    return node;
  };
  const $ = (id) => document.getElementById(id);
  const tell = (text) => ($("status").textContent = text);

  // A token lives for minutes. It is asked for before every request until it is about to expire; the chat asks for it too.
  let held = { text: "", until: 0 };
  window.oknoToken = async () => {
    if (held.until < Date.now() + SLOWEST) {
      const answer = await fetch(place.dataset.token);
      if (!answer.ok) throw new Error(words.offline);
      const text = await answer.text();
      const claims = JSON.parse(atob(text.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
      held = { text, until: claims.exp * 1000 };
    }
    return held.text;
  };

  async function ask(method, path, body, key) {
    const headers = { authorization: `Bearer ${await window.oknoToken()}`, "accept-language": lang };
    if (key) headers["idempotency-key"] = key;
    if (body && !(body instanceof FormData)) headers["content-type"] = "application/json";
    const sent = body instanceof FormData ? body : body && JSON.stringify(body);
    const answer = await fetch(api + path, { method, headers, body: sent });
    if (answer.ok) return answer;
    const { title, detail, errors } = await answer.json();
    throw new Error(errors?.[0]?.message ?? detail ?? title);
  }
  const read = async (path) => (await ask("GET", path)).json();

  // The list, and what is new in it, as long as the page is open.
  async function follow() {
    for (let wait = 1_000; ; wait = Math.min(wait * 2, SLOWEST)) {
      try {
        const answer = await ask("GET", "/events");
        wait = 1_000;
        tell("");
        await events(answer.body.pipeThrough(new TextDecoderStream()).getReader());
      } catch {
        tell(words.offline);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async function events(stream) {
    let rest = "";
    for (;;) {
      const { value, done } = await stream.read();
      if (done) return;
      const pieces = (rest + value).split("\n\n");
      rest = pieces.pop();
      for (const piece of pieces) {
        const field = (name) => piece.split("\n").filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join("\n");
        if (field("event")) heard(field("event"), JSON.parse(field("data")));
      }
    }
  }

  function heard(event, data) {
    if (event === "tickets") tickets = data.tickets ?? data;
    else tickets = [data, ...tickets.filter((ticket) => ticket.id !== data.id)];
    list();
    if (shown && (event === "tickets" || data.id === shown)) open(shown);
  }

  function list() {
    const rows = tickets.map((ticket) =>
      h("li", {}, h("button", { type: "button", "aria-current": ticket.id === shown && "true", click: () => open(ticket.id) },
        h("strong", {}, ticket.title), h("span", {}, `${ticket.number} · ${words[ticket.state]}`))),
    );
    $("tickets").replaceChildren(...rows);
    $("none").hidden = rows.length > 0;
  }

  async function open(id) {
    const isNew = shown !== id;
    shown = id;
    list();
    const talk = await read(`/tickets/${id}`).catch((error) => tell(error.message));
    if (!talk || shown !== id) return;
    $("title").textContent = talk.title;
    const due = talk.due && !talk.due.paused ? words.due.replace("{at}", at.format(new Date(talk.due.at))) : "";
    $("state").textContent = [talk.number, words[talk.state], due].filter(Boolean).join(" · ");
    $("said").replaceChildren(...talk.messages.map(message));
    $("talk").hidden = false;
    $("solve").hidden = !["ours", "yours"].includes(talk.state);
    $("rating").hidden = talk.state !== "resolved";
    if (isNew) {
      for (const form of document.querySelectorAll("#talk form")) form.reset();
      $("title").focus();
    }
    const ours = talk.messages.filter((one) => one.ours && !seen.has(one.id)).map((one) => one.id);
    if (ours.length && !document.hidden) {
      await ask("POST", "/seen", { messages: ours.slice(0, 100) });
      for (const one of ours) seen.add(one);
    }
  }

  function message(one) {
    const who = one.ours ? words.bank : words.you;
    const files = one.files.map((file) => h("button", { type: "button", click: () => fetchFile(file) }, file.name));
    return h("li", { "data-ours": one.ours }, h("p", {}, h("strong", {}, who), ` ${at.format(new Date(one.at))}`), h("div", {}, one.text), ...files);
  }

  async function fetchFile({ id, name }) {
    const answer = await ask("GET", `/tickets/${shown}/files/${id}`);
    const url = URL.createObjectURL(await answer.blob());
    h("a", { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  }

  // Sent again until it is answered, under one key: it is one message.
  function sends(form, send) {
    let key = crypto.randomUUID();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("[type=submit]");
      button.disabled = true;
      try {
        await send(new FormData(form), key);
        key = crypto.randomUUID();
        form.reset();
        tell(words.sent);
      } catch (error) {
        tell(error.message);
      } finally {
        button.disabled = false;
      }
    });
  }

  const withFiles = (data) => {
    if (![...data.getAll("files")].some((file) => file.size)) data.delete("files");
    return data;
  };
  sends($("new"), async (data, key) => {
    const taken = await (await ask("POST", "/tickets", withFiles(data), key)).json();
    await open(taken.ticket);
  });
  sends($("answer"), async (data, key) => {
    const taken = await (await ask("POST", `/tickets/${shown}/messages`, withFiles(data), key)).json();
    await open(taken.ticket);
  });
  sends($("solve"), async () => {
    await ask("PUT", `/tickets/${shown}/solution`);
    await open(shown);
  });
  $("scores").append(...SCORES.map((score) => h("label", {}, h("input", { type: "radio", name: "score", value: score, required: true }), String(score))));
  sends($("rating"), async (data) => {
    const rating = { score: Number(data.get("score")), text: data.get("text"), call: data.has("call") };
    await ask("PUT", `/tickets/${shown}/rating`, rating);
    await open(shown);
  });
  document.addEventListener("visibilitychange", () => !document.hidden && shown && open(shown));
  follow();
})();
