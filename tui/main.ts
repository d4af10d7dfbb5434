/** chat-tui: decides what to run, and loads no more than that. */
import process from "node:process";
import { Failure } from "./failure.ts";
import { whyNoScreen } from "./line/choose.ts";
import { type ChatOptions, type Place, parseCommandLine } from "./options.ts";
import { version } from "./version.ts";

const { place, options } = parseCommandLine(version, process.argv.slice(2));

try {
  process.exit(await chat(place, options));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`chat-tui: ${error.message}\n`);
  process.exit(1);
}

async function chat(place: Place, { line, signup }: ChatOptions): Promise<number> {
  const why = whyNoScreen({
    input: process.stdin.isTTY,
    output: process.stdout.isTTY,
    term: process.env.TERM,
    platform: process.platform,
  });
  if (line || why !== undefined) {
    if (!line) process.stderr.write(`chat-tui: line mode, because ${why}; /help helps.\n`);
    const { runLines } = await import("./line/run.ts");
    return runLines(place, signup);
  }
  const { passwordOf } = await import("./cli/password.ts");
  const { runClient } = await import("./run.ts");
  const { host, port, user, takeover } = place;
  const login = { mode: signup ? "signup" : "login", takeover } as const;
  const password = passwordOf(place);
  await runClient({ host, port, user, login, ...(password === undefined ? {} : { password }) });
  return 0;
}
