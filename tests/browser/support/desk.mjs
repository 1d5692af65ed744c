// A demo desk of our own: on ports the system chooses, in a folder that is gone afterwards.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREPARED_WITHIN = 60_000;

/** Starts it with some variables more, and waits until it says where it listens. */
export async function startDesk(binary, variables = {}) {
  const data = await mkdtemp(join(tmpdir(), "okno-browser-"));
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("OKNO__"));
  const child = spawn(binary, ["demo", "--data", data, "--http", "127.0.0.1:0", "--mail", "127.0.0.1:0"], {
    env: { ...Object.fromEntries(own), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((done) => child.once("close", done));
  const end = async () => {
    child.kill("SIGTERM");
    const forced = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(forced);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { ...(await greeting(child, ended)), data, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function greeting(child, ended) {
  let said = "";
  const answer = new Promise((done, fail) => {
    const listen = (text) => {
      said += text;
      const site = said.match(/^ *Pages +(\S+)$/m)?.[1];
      const mail = said.match(/^ *Mail in +(\S+) /m)?.[1];
      if (site && mail && said.includes("Ctrl-C")) done({ site, mail });
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", (text) => process.stderr.write(text));
    ended.then((code) => fail(new Error(`the demo desk ended with code ${code}: ${said}`)));
    child.once("error", fail);
    setTimeout(() => fail(new Error(`the demo desk was not ready in time: ${said}`)), PREPARED_WITHIN).unref();
  });
  return answer;
}
