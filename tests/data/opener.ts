/** Opens the folder given as argument in a process of its own, says so, and then waits to be killed. */
import { openStore } from "../../data/index.ts";

const [folder = ""] = process.argv.slice(2);
try {
  await openStore({ folder });
  process.stdout.write("opened\n");
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
}
