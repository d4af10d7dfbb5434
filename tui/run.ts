/** Takes the terminal for the client, and gives it back however the process ends. */
import { logFile } from "./logs.ts";
import { Program, type ProgramOptions } from "./program.ts";
import { SettingsFile, settingsPath } from "./settings/file.ts";
import { installRestore } from "./terminal/restore.ts";
import { version } from "./version.ts";

type ClientOptions = Omit<ProgramOptions, "program" | "settings">;

/** Resolves when the person has left. */
export async function runClient(options: ClientOptions): Promise<void> {
  await new Promise<void>((ended) => {
    const settings = new SettingsFile(settingsPath());
    const program = new Program({ ...options, settings, program: `chat-tui/${version}` }, ended);
    const restore = (): void => program.restore();
    installRestore({ restore, logFile: logFile(), program: "chat-tui" });
    program.start();
  });
}
