// What outlives a reload, and what several tabs of one visitor share: who they are, and what was written and not yet taken.
// Each message lies under a key of its own, so that no tab writes over another's; it is sent by the tab it was written in,
// or, when that is gone, by another. The desk knows messages by their ids: sent twice they are one.
import { account, base } from "./page.js";

const key = `okno ${base} ${account}`;
const shelf = `${key} say `;
export const random = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
const tab = random(8);

const load = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // storage is forbidden: the talk lasts as long as the page
  }
};
const store = (name, value) => {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
  } catch {
    /* as above */
  }
};
// Browsers keep locks from pages without TLS: there the storage alone decides.
const locked = (name, options, run) => (navigator.locks ? navigator.locks.request(name, options, run) : run(true));

export const kept = { secret: random(24), begun: !!account, ...load(key) };
/** What this tab sends. */
export let queue = [];

/** Takes what other tabs know and tells them what this one knows: one secret for all of them. */
export const keep = () => {
  const others = load(key) || {};
  if (others.secret) kept.secret = others.secret;
  kept.begun ||= others.begun;
  store(key, { ...others, ...kept });
};
/** The same, while no other tab does it. To be waited for before anything is asked of the desk. */
export const settleSecret = async () => locked(key, {}, keep);

const shelve = ({ id, text, at, error, files }) => store(shelf + id, { id, text, at, error, files, tab });
export const put = (item) => {
  queue.push(item);
  shelve(item);
};
export const drop = (item) => {
  queue = queue.filter((other) => other !== item);
  store(shelf + item.id);
};
export const note = (item) => !item.entry && shelve(item);

const orphans = () => {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(shelf))
      .map(load)
      .filter((item) => item && item.tab !== tab && !queue.some((own) => own.id === item.id));
  } catch {
    return [];
  }
};
/** Takes over what was written in tabs that are gone. */
export const adopt = async () => {
  for (const item of orphans())
    await locked(`${key} ${item.tab}`, { ifAvailable: true }, (free) => {
      const still = load(shelf + item.id);
      if (!free || !still || still.tab === tab) return;
      // Files do not outlive their page: their message asks for them again.
      put({ ...item, lost: !!item.files?.length });
    });
  queue.sort((a, b) => (a.at < b.at ? -1 : 1));
  return queue.length;
};
// Held for as long as the tab lives.
if (navigator.locks) navigator.locks.request(`${key} ${tab}`, () => new Promise(() => {})).catch(() => {});
// A secret that another tab settled meanwhile is the secret, until something was said under this one.
addEventListener("storage", (event) => event.key === key && !kept.begun && keep());
