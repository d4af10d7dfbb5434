/** Measures memory, so it has a file, and with it a process, to itself. */
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import test from "ava";
import { count, serveWith } from "./serve.ts";

test("what a peer still sends when it has been closed is dropped", async (t) => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const held = (): number => {
    collectGarbage();
    return process.memoryUsage().arrayBuffers;
  };
  alice.write(Buffer.alloc(4, 0xff));
  await alice.event("closing");
  const megabyte = Buffer.alloc(2 ** 20);
  const before = held();
  for (const _ of count(12)) await new Promise((written) => alice.socket.write(megabyte, written));
  await (await server.greeted()).settled();
  // What was collected is freed beside the program; what is held never is.
  while (held() - before >= 4 * megabyte.length) await setImmediate();
  t.pass();
});
