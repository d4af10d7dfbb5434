/** Takes the terminal for the client, and gives it back however the process ends. */
import { logFile } from "./logs.ts";
import { Program, type ProgramOptions } from "./program.ts";
import { installRestore } from "./terminal/restore.ts";
import { version } from "./version.ts";

/** Resolves when the person has left. */
export async function runClient(options: Omit<ProgramOptions, "program">): Promise<void> {
  await new Promise<void>((ended) => {
    const program = new Program({ ...options, program: `chat-tui/${version}` }, ended);
    const restore = (): void => program.restore();
    installRestore({ restore, logFile: logFile(), program: "chat-tui" });
    program.start();
  });
}
