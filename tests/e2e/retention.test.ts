/** Messages that the server's retention has removed. */
import test from "ava";
import { everyone, openStore } from "../../data/index.ts";
import { inLog, join, leave, logIn, say, startClient, startServer } from "./chat.ts";

test("a log that begins after removed messages says so above the first one that is left", async (t) => {
  const first = await startServer(t);
  const alice = await join(t, first.port, "alice");
  for (let number = 1; number <= 4; number++) say(alice, `message ${number}`);
  await alice.waitFor(/message 4 ✓$/m);
  await leave(alice);
  await first.kill();
  const store = await openStore({ folder: first.data });
  await store.remove(everyone, 2);
  await store.close();
  const second = await startServer(t, { data: first.data });
  const again = await startClient(t, second.port);
  await logIn(again, "alice");
  await again.waitFor(/message 4 ✓$/m);
  t.deepEqual(inLog(again, /older ones were removed by this server's retention|message \d/), [
    "older ones were removed by this server's retention",
    "message 3",
    "message 4",
  ]);
});
