// What no page may do, collected from every page of a story: errors on the console (a breach of the content security
// policy is one), dialogs, requests to other hosts, answers that are errors.

/** Watches a context; the list grows as faults happen. `expected` are error statuses, `answers` is the one foreign
 *  address, that belong to the story. */
export function watch(context, site, { expected, answers }) {
  const faults = [];
  const add = (what) => faults.push(what);
  const isExpected = (status) => expected.includes(status);
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = Number(message.text().match(/status of (\d{3})/)?.[1]);
    if (!isExpected(status)) add(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => {
    // Turbo lets go of an answer that is no longer wanted.
    if (error.error().name !== "AbortError") add(`script: ${error.error().stack}`);
  });
  context.on("dialog", (dialog) => {
    add(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${site}/`) && !url.startsWith("data:") && url !== answers) add(`a request to another host: ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !isExpected(response.status())) add(`${response.status()} for ${response.url()}`);
  });
  return faults;
}
