/** Line mode in this process: at a terminal, or between pipes. */
import process from "node:process";
import type { ReadStream, WriteStream } from "node:tty";
import { credentials, passwordOf } from "../cli/password.ts";
import { beginningOf } from "../login-beginning.ts";
import { logFile } from "../logs.ts";
import type { ChatOptions, Place } from "../options.ts";
import type { SettingsFile } from "../settings/file.ts";
import { type LoginBeginning, newLogin } from "../state/login.ts";
import type { State } from "../state/state.ts";
import { initialState } from "../state/update.ts";
import { dataFolder } from "../storage/place.ts";
import { installRestore } from "../terminal/restore.ts";
import { version } from "../version.ts";
import { type Line, note } from "./line.ts";
import { PipedLines } from "./piped.ts";
import { LineProgram, type Paper } from "./program.ts";
import { Typing } from "./typing.ts";
import { wrapped } from "./wrapping.ts";

export interface LineOptions extends Omit<Place, "passwordFile"> {
  /** "" for none: somebody has to type it. */
  readonly password: string;
  readonly login: LoginBeginning;
  readonly settings: SettingsFile;
  /** Program and version, for the server's log. */
  readonly program: string;
}

/** Resolves with the exit status when all is said and done. */
export async function runLines(
  place: Place,
  asked: Omit<ChatOptions, "line">,
  settings: SettingsFile,
): Promise<number> {
  const options = { ...place, settings, program: `chat-tui/${version}` };
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const password = passwordOf(place);
    return atTerminal({ ...options, password: password ?? "", login: beginningOf(place, asked, password) });
  }
  const given = await credentials(place);
  return betweenPipes({ ...options, ...given, login: beginningOf(place, asked, given.password) });
}

function atTerminal(options: LineOptions): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const typing = new Typing(process.stdin as ReadStream, process.stdout as WriteStream, {
    onLine: (text) => program.line(text),
    onTyped: (text) => program.typed(text),
    linesBefore: () => program.linesBefore(),
    onTab: (typed) => program.complete(typed),
    onInterrupt: () => program.interrupt(),
    onEnd: () => program.end(),
  });
  const paper: Paper = {
    print: (lines) => typing.print(lines.map(({ text }) => text)),
    ask: (prompt) => typing.ask(prompt),
    taken: () => {},
    ring: () => typing.ring(),
    compose: (text) =>
      typing.lend(async () => {
        const { compose } = await import("../compose.ts");
        return compose(text);
      }),
  };
  const state = stateOf(options, true);
  const program = new LineProgram(
    { ...options, data: dataFolder(), state, interactive: true },
    paper,
    (status) => {
      typing.close();
      resolve(status);
    },
  );
  watchOver(program, () => typing.close());
  paper.print([note(greeting(options))]);
  program.start();
  return promise;
}

function betweenPipes(options: LineOptions): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  // A script knows by the exit status what was not stored, and may send it again itself: so nothing is kept.
  const state = stateOf(options, process.stdout.isTTY);
  const paper: Paper = {
    print: printPlainly,
    ask: () => {},
    taken: () => lines.taken(),
    ring: () => process.stdout.isTTY && process.stdout.write("\x07"),
    compose: async () => ({ problem: "There is no terminal for an editor." }),
  };
  const program = new LineProgram({ ...options, data: undefined, state, interactive: false }, paper, resolve);
  const lines = new PipedLines(
    process.stdin,
    (text) => program.line(text),
    () => program.end(),
  );
  watchOver(program, () => {});
  program.start();
  return promise;
}

/** What was said goes where it can be worked with, the rest beside it. */
function printPlainly(lines: readonly Line[]): void {
  for (const [stream, kinds] of [
    [process.stdout, ["said"]],
    [process.stderr, ["note", "error"]],
  ] as const) {
    const own = lines.filter(({ kind }) => kinds.some((one) => one === kind));
    const rows = own.flatMap(({ text }) => (stream.isTTY ? wrapped(text, stream.columns) : [text]));
    stream.write(rows.map((row) => `${row}\n`).join(""));
  }
}

/** Leaves in order at signals, and quietly when nobody takes the output. */
function watchOver(program: LineProgram, restore: () => void): void {
  const onSignal = (status: number): void => void program.leave(status);
  installRestore({ restore, logFile: logFile(), program: "chat-tui", onSignal });
  process.on("exit", () => program.saveNow());
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => void program.leave(0));
}

function greeting({ program, host, port, login }: LineOptions): string {
  const names = login.mode === "signup" ? "" : " /signup makes an account,";
  return `${program} in line mode, at ${host}:${port}.${names} /quit leaves.`;
}

/** No size: nothing is ever laid out, and nothing counts as seen because a screen would show it. */
function stateOf(options: LineOptions, watched: boolean): State {
  const { host, port, user, password, login, settings } = options;
  const form = newLogin(user, password, login);
  const { settings: initial, problems } = settings.read();
  const file = { path: settings.path, problems };
  const size = { columns: 0, rows: 0 };
  const state = initialState(`${host}:${port}`, form, initial, size, Date.now(), file);
  return { ...state, focused: watched };
}
