/** Runs one `chat-server admin` command to its exit status. */
import { callTo } from "./call.ts";
import type { AdminCommand, AdminOptions } from "./commands.ts";
import { Refused } from "./operated.ts";

export async function admin(
  data: string,
  command: AdminCommand,
  subject: string,
  options: AdminOptions,
): Promise<number> {
  // Whoever reads the output may have seen enough.
  process.stdout.on("error", () => process.exit(0));
  try {
    await command.run(callTo(data), (line) => process.stdout.write(`${line}\n`), subject, options);
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`chat-server: ${error.message}\n`);
    return 1;
  }
}
