// The set-up of the demo desk, changed while it runs, as whoever operates it would.
import { spawn } from "node:child_process";
import { join } from "node:path";

/** `okno apply` of a part of a desk.toml. */
export function apply(toml) {
  const place = join(process.env.OKNO_DATA, "okno.db");
  const child = spawn(process.env.OKNO_BINARY, ["apply", "--database", place, "-"], { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  child.stdin.end(toml);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => (code === 0 ? done() : fail(new Error(`okno apply ended with ${code}: ${said}`))));
  });
}
