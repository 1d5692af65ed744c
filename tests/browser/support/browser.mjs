// The machine's own Chromium, with a profile that is gone afterwards. Nothing in it asks the world for anything.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const QUIETLY = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts it for several processes to connect to. */
export async function startBrowser() {
  const executablePath = process.env.OKNO_CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error(`no Chromium in ${PLACES.join(", ")}: install it, or name it in OKNO_CHROMIUM`);
  const server = await chromium.launchServer({ executablePath, headless: true, args: QUIETLY });
  return { endpoint: server.wsEndpoint(), end: () => server.close() };
}

/** The browser that run.mjs started. */
export const connect = () => chromium.connect(process.env.OKNO_BROWSER);
