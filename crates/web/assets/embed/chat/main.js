// The chat of an Okno desk on any page. No dependencies, no frame, no cookie:
//   <script src="https://desk.example.org/chat/help.js" defer data-lang="en"></script>
// Signed in: data-account="their id", and window.oknoToken, a function that gives (a promise of) a token the host signed.
// A page with a Content-Security-Policy needs the desk's origin in script-src and connect-src, and nothing else.
import { adopt } from "./kept.js";
import { draw } from "./log.js";
import { script } from "./page.js";
import { s } from "./state.js";
import { awake, hurry, prepare } from "./talk.js";
import { hide, host, show } from "./window.js";
import { pump } from "./write.js";

/** What was written before, here or in a tab that is gone, goes out now. */
const send = () => adopt().then((waiting) => waiting && prepare().then(pump), () => {});

addEventListener("online", hurry);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  awake();
  send();
  draw();
});
window.OknoChat = { open: show, close: () => s.open && hide() };
const begin = () => {
  document.body.append(host);
  send();
  awake();
  if ("open" in script.dataset) show();
};
if (document.body) begin();
else addEventListener("DOMContentLoaded", begin);
