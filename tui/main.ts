/** chat-tui: the full-screen client. */
import { parseCommandLine } from "./options.ts";
import { runClient, version } from "./run.ts";

await runClient(parseCommandLine(version, process.argv.slice(2)));
process.exit(0);
