/** Blocking, from both sides. */
import test from "ava";
import { inLog, join, keys, leave, logIn, say, startClient, startServer } from "./chat.ts";

test("a block stops whispers, broadcasts and presence until it's undone", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  await bob.waitFor("● alice");

  say(bob, "/block alice");
  await bob.waitFor("alice is blocked. To undo it: /unblock alice.");
  await bob.waitFor("x alice");
  await alice.waitFor("○ bob");

  say(alice, "/w bob are you there");
  await alice.waitFor("✗ not sent: That person has blocked you.");
  say(alice, "/broadcast hidden from bob");
  await alice.waitFor(/alice hidden from bob ✓$/m);
  alice.write(keys.f2);
  await alice.waitFor("Online now: 1");
  alice.write(keys.f3);
  await alice.waitFor("within the last hour: 1");
  alice.write(keys.escape);
  await alice.waitGone("within the last hour");

  say(bob, "/w alice hello");
  await bob.waitFor("Unblock first: /unblock alice");
  bob.write(keys.ctrlU);
  say(bob, "still here");
  await alice.waitFor(/bob still here$/m);
  await bob.waitFor(/bob still here ✓$/m);
  t.deepEqual(inLog(bob, /hidden|are you there/), []);
  t.notRegex(bob.text(), /x alice\s+\d/);
  bob.write(keys.f4);
  await bob.waitFor(/x alice .*since/);
  bob.write(keys.escape);
  await bob.waitGone(/x alice .*since/);

  // It holds over a new login, too.
  await leave(bob);
  say(alice, "hidden as well");
  await alice.waitFor(/hidden as well ✓$/m);
  const again = await startClient(t, port);
  await logIn(again, "bob");
  await again.waitFor(/bob still here ✓$/m);
  await again.waitFor("x alice");
  t.deepEqual(inLog(again, /hidden|are you there|─ new ─/), []);

  say(again, "/unblock alice");
  await again.waitFor("alice is not blocked any more.");
  await again.waitFor("● alice");
  await alice.waitFor("● bob");
  // Hidden broadcasts are in the history again; refused whispers are nowhere.
  await again.waitFor(/alice hidden as well$/m);
  t.deepEqual(inLog(again, /hidden from bob|still here|hidden as well/), [
    "hidden from bob",
    "still here",
    "hidden as well",
  ]);
  say(alice, "/w bob finally");
  await again.waitFor(/● alice\s+1 │/);
  again.write(keys.tab);
  await again.waitFor(/alice finally$/m);
  t.deepEqual(inLog(again, /are you there|finally/), ["finally"]);
});

test("blocking oneself, or nobody, is an error that says so; blocking twice says so, too", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  await join(t, port, "bob");
  await alice.waitFor("● bob");
  say(alice, "/block alice");
  await alice.waitFor("That is you.");
  alice.write(keys.ctrlU);
  say(alice, "/block nobody");
  await alice.waitFor("There is no account called nobody.");
  alice.write(keys.ctrlU);
  say(alice, "/block bob");
  await alice.waitFor("bob is blocked. To undo it: /unblock bob.");
  say(alice, "/block bob");
  await alice.waitFor("bob is blocked already.");
  t.regex(alice.text(), /x bob/);
});
