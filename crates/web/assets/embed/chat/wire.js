// What is asked of the desk, and under whose name.
import { account, base, lang, zone } from "./page.js";
import { kept, settleSecret } from "./kept.js";
import { s } from "./state.js";

export const call = async (path, options = {}) =>
  fetch(base + path, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", ...options, headers: { accept: "application/json", authorization: `Bearer ${account ? await window.oknoToken() : kept.secret}`, ...options.headers } });

/** What the desk says of this chat; the words come with it. */
export async function learn() {
  await settleSecret();
  const answer = await fetch(`${base}/settings?${new URLSearchParams({ lang, zone })}`, { credentials: "omit", headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  s.settings = await answer.json();
}
