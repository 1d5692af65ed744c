// The set-up of the demo desk, changed while it runs, as whoever operates it would.
import { spawn } from "node:child_process";
import { join } from "node:path";

/** Runs a command over the demo desk's database; what it printed. */
function okno(command, args, input = "") {
  const place = join(process.env.OKNO_DATA, "okno.db");
  const child = spawn(process.env.OKNO_BINARY, [...command, "--database", place, ...args], { stdio: "pipe" });
  let [printed, said] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => (code === 0 ? done(printed) : fail(new Error(`okno ${command.join(" ")} ended with ${code}: ${said}`))));
  });
}

/** `okno apply` of a part of a desk.toml. */
export const apply = (toml) => okno(["apply"], ["-"], toml);

/** A program that may do what these scopes name: asks the API with a body, answers with what it is told. */
export async function program(scopes) {
  const token = (await okno(["token", "add"], ["--name", "stories", "--scopes", scopes])).split("\n")[0].trim();
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(process.env.OKNO_SITE + path, { method, headers, body: JSON.stringify(body) });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(told)}`);
    return told;
  };
}
