/** `chat-tui export`: a copy of all that the server has of one, in a new file. */
import process from "node:process";
import { exportAll, exportProblem } from "../export.ts";
import { Failure } from "../failure.ts";
import type { ExportOptions, Place } from "../options.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { inSession } from "./session.ts";

export async function exportMine(place: Place, { file }: ExportOptions): Promise<void> {
  await inSession(place, async (client) => {
    const messages = await exportAll(client, file).catch((error: unknown) => {
      throw new Failure(exportProblem(error));
    });
    process.stderr.write(`chat-tui: ${messages} messages are in ${sanitizeLine(file)}.\n`);
  });
}
