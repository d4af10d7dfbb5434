/** chat-tui: decides what to run, and loads no more than that. */
import process from "node:process";
import { Failure } from "./failure.ts";
import { whyNoScreen } from "./line/choose.ts";
import { type ChatOptions, type CommandLine, type Place, parseCommandLine } from "./options.ts";
import { version } from "./version.ts";

try {
  process.exit(await run(parseCommandLine(version, process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  if (error.message !== "") process.stderr.write(`chat-tui: ${error.message}\n`);
  process.exit(error.status);
}

async function run(commandLine: CommandLine): Promise<number> {
  const { place, task, options } = commandLine;
  switch (task) {
    case "chat":
      return chat(place, options);
    case "send":
      await (await import("./cli/send.ts")).send(place, options);
      return 0;
    case "tail":
      await (await import("./cli/tail.ts")).tail(place, options);
      return 0;
    case "who":
      await (await import("./cli/who.ts")).who(place, options);
      return 0;
  }
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
