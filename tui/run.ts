/** Takes the terminal for the client, and gives it back however the process ends. */
import { flushCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import { logFile } from "./logs.ts";
import { type Ending, Program, type ProgramOptions } from "./program.ts";
import { SettingsFile, settingsPath } from "./settings/file.ts";
import { dataFolder } from "./storage/place.ts";
import { installRestore } from "./terminal/restore.ts";
import { version } from "./version.ts";

/** Without these the client uses the person's own settings, and keeps what is kept in the usual place. */
type OwnPlaces = Partial<Pick<ProgramOptions, "settings" | "data">>;
type ClientOptions = Omit<ProgramOptions, "program" | keyof OwnPlaces> & OwnPlaces;

/** Resolves with the exit status when the person has left. */
export async function runClient(options: ClientOptions): Promise<number> {
  // What is kept is little, what passes by may be a lot: collected early, it takes half the memory and no more time.
  setFlagsFromString("--optimize-for-size");
  const { status, words } = await new Promise<Ending>((ended) => {
    const usual = { settings: new SettingsFile(settingsPath()), data: dataFolder() };
    const program = new Program({ ...usual, ...options, program: `chat-tui/${version}` }, ended);
    process.on("exit", () => {
      // Compiled code is kept for the next start, which Node does only at an end of its own.
      if (program.saveNow()) flushCompileCache?.();
    });
    const restore = (): void => program.restore();
    const onSignal = (signalled: number): void => void program.leave(signalled);
    installRestore({ restore, logFile: logFile(), program: "chat-tui", onSignal });
    program.start();
  });
  if (words !== undefined) process.stdout.write(`${words}\n`);
  return status;
}
