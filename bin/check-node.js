// Syntax that old versions of Node can read, so that they end in a sentence instead of a stack trace.
import * as nodeModule from "node:module";

const wanted = [22, 20];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  process.stderr.write(
    `This needs Node.js ${wanted.join(".")} or newer; this is ${process.versions.node}. In the project's folder, npm start and npx use the right one.\n`,
  );
  process.exit(1);
}
nodeModule.enableCompileCache?.();
