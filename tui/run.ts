/** Takes the terminal for the client, and gives it back however the process ends. */
import { setFlagsFromString } from "node:v8";
import { logFile } from "./logs.ts";
import { Program, type ProgramOptions } from "./program.ts";
import { SettingsFile, settingsPath } from "./settings/file.ts";
import { dataFolder } from "./storage/place.ts";
import { installRestore } from "./terminal/restore.ts";
import { version } from "./version.ts";

/** Without these the client uses the person's own settings, and keeps what is kept in the usual place. */
type OwnPlaces = Partial<Pick<ProgramOptions, "settings" | "data">>;
type ClientOptions = Omit<ProgramOptions, "program" | keyof OwnPlaces> & OwnPlaces;

/** Resolves when the person has left. */
export async function runClient(options: ClientOptions): Promise<void> {
  // What is kept is little, what passes by may be a lot: collected early, it takes half the memory and no more time.
  setFlagsFromString("--optimize-for-size");
  const words = await new Promise<string | undefined>((ended) => {
    const usual = { settings: new SettingsFile(settingsPath()), data: dataFolder() };
    const program = new Program({ ...usual, ...options, program: `chat-tui/${version}` }, ended);
    process.on("exit", () => program.saveNow());
    const restore = (): void => program.restore();
    installRestore({ restore, logFile: logFile(), program: "chat-tui" });
    program.start();
  });
  if (words !== undefined) process.stdout.write(`${words}\n`);
}
