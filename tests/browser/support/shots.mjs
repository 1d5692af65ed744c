// Pictures of pages for people to look at, where OKNO_SHOTS names a folder.
import { join } from "node:path";

export const wanted = Boolean(process.env.OKNO_SHOTS);

export async function shoot(page, name, options = {}) {
  if (wanted) await page.screenshot({ path: join(process.env.OKNO_SHOTS, `${name}.png`), animations: "disabled", ...options });
}
