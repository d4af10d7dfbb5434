/** chat-tui: decides what to run, and loads no more than that. */
import { existsSync } from "node:fs";
import process from "node:process";
import { Failure } from "./failure.ts";
import { whyNoScreen } from "./line/choose.ts";
import { asKept, beginningOf } from "./login-beginning.ts";
import { type ChatOptions, type CommandLine, type Place, parseCommandLine } from "./options.ts";
import { placeOf } from "./place.ts";
import { SettingsFile, settingsPath } from "./settings/file.ts";
import { readLastUsed } from "./storage/last-used.ts";
import { readPin } from "./storage/pins.ts";
import { dataFolder } from "./storage/place.ts";
import { endProcess } from "./terminal/end.ts";
import { version } from "./version.ts";

try {
  process.exit(await run(parseCommandLine(version, process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  if (error.message !== "") process.stderr.write(`chat-tui: ${error.message}\n`);
  process.exit(error.status);
}

async function run(commandLine: CommandLine): Promise<number> {
  const { task, options, config } = commandLine;
  const settings = settingsFile(config);
  const { keys, profiles } = settings.read().settings;
  const data = dataFolder();
  const last = readLastUsed(data);
  // Who makes a new account is not who was here last.
  const isNew = task === "chat" && options.signup;
  const known = isNew && last ? { ...last, user: "" } : last;
  const place = placeOf(commandLine.place, profiles, known, (server) => readPin(data, server));
  switch (task) {
    case "chat":
      return chat(isNew ? place : asKept(place, last), options, settings);
    case "keytest":
      await (await import("./keytest/run.ts")).keytest(keys);
      return 0;
    case "send":
      await (await import("./cli/send.ts")).send(place, options);
      return 0;
    case "tail":
      await (await import("./cli/tail.ts")).tail(place, options);
      return 0;
    case "export":
      await (await import("./cli/export.ts")).exportMine(place, options);
      return 0;
    case "who":
      await (await import("./cli/who.ts")).who(place, options);
      return 0;
  }
}

/** One that was asked for has to be there. */
function settingsFile(config: string | undefined): SettingsFile {
  if (config !== undefined && !existsSync(config))
    throw new Failure(`There is no file ${config}. --config names a settings file that there is.`);
  return new SettingsFile(config ?? settingsPath());
}

async function chat(
  place: Place,
  { line, signup, remember }: ChatOptions,
  settings: SettingsFile,
): Promise<number> {
  const why = whyNoScreen({
    input: process.stdin.isTTY,
    output: process.stdout.isTTY,
    term: process.env.TERM,
    platform: process.platform,
  });
  if (line || why !== undefined) {
    if (!line) process.stderr.write(`chat-tui: line mode, because ${why}; /help helps.\n`);
    const { runLines } = await import("./line/run.ts");
    return runLines(place, { signup, remember }, settings);
  }
  const { passwordOf } = await import("./cli/password.ts");
  const { runClient } = await import("./run.ts");
  const { host, port, expected, user } = place;
  const password = passwordOf(place);
  const login = beginningOf(place, { signup, remember }, password);
  return endProcess(
    await runClient({
      host,
      port,
      expected,
      user,
      login,
      settings,
      ...(password === undefined ? {} : { password }),
    }),
  );
}
