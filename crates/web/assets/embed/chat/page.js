// Where the script stands: its own address names its chat, its attributes the rest. Asks nobody.
export const script = document.currentScript;
export const base = script.src.replace(/\.js(\?.*)?$/, "");
export const lang = script.dataset.lang || document.documentElement.lang || navigator.language || "";
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
// What one of them wrote and did not send is never sent by the next one at the same browser.
export const account = script.dataset.account || "";
