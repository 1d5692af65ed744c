// Accessibility by axe-core: every rule it has for WCAG 2.2 A and AA and for good practice.
import axe from "axe-core";

/** What axe finds on the page as it is now, in words; nothing is the hope. `rules` narrows to those named. */
export async function violations(page, rules) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe.source);
  // Letters are clients' own HTML in frames without scripts: axe can neither run there, nor are they ours.
  const options = { iframes: false, resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) };
  const found = await page.evaluate((options) => window.axe.run(document, options), options);
  // While Turbo fetches the page anew, it marks the root as busy, where ARIA allows no such attribute.
  const isTurbos = (id, node) => id === "aria-allowed-attr" && /^<html[^>]* aria-busy="true"/.test(node.html);
  for (const violation of found.violations) violation.nodes = violation.nodes.filter((node) => !isTurbos(violation.id, node));
  return found.violations.filter(({ nodes }) => nodes.length > 0).map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}
