// Syntax that old versions of Node can read, so that they end in a sentence instead of a stack trace.
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const wanted = [22, 20];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  process.stderr.write(
    `This needs Node.js ${wanted.join(".")} or newer; this is ${process.versions.node}. In the project's folder, npm start and npx use the right one.\n`,
  );
  process.exit(1);
}
// Compiled code is kept for the next start, where nobody else can write: it's run unseen. A folder that can't be made is
// no reason not to start.
const caches = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
nodeModule.enableCompileCache?.(join(caches, "chat-tui", "compiled"));
