/** Messages to someone who is offline. */
import test from "ava";
import { inLog, join, keys, leave, logIn, say, signUp, startClient, startServer } from "./chat.ts";

/** In the contacts, of anyone. */
const unread = /^[#●○x] \S+ +\d+ │/m;

test("who was offline gets everything once and in order, with the line above it", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  say(alice, "before 0");
  await bob.waitFor(/alice before 0$/m);
  await bob.waitGone(unread);
  await leave(bob);
  await alice.waitFor("○ bob");
  for (let number = 1; number <= 5; number++) say(alice, `message ${number}`);
  await alice.waitFor(/message 5 ✓$/m);
  for (let number = 1; number <= 3; number++) say(alice, `/w bob whisper ${number}`);
  await alice.waitFor(/whisper 3 ✓$/m);
  t.notRegex(alice.text(), /✓✓/);

  const again = await startClient(t, port);
  await logIn(again, "bob");
  await again.waitFor(/alice message 5$/m);
  await again.waitFor(/● alice\s+3 │/);
  await again.waitFor(/3 whispers and 5 broadcasts since \d\d:\d\d\. Alt-A/);
  // What was read before comes with the history, which may arrive after what was missed.
  await again.waitFor(/alice before 0$/m);
  t.deepEqual(inLog(again, /(before|message) \d|─ new ─/), [
    "before 0",
    "─ new ─",
    ...[1, 2, 3, 4, 5].map((number) => `message ${number}`),
  ]);
  await alice.waitFor(/whisper 3 ✓✓$/m);
  t.deepEqual(inLog(alice, /whisper \d ✓+/), ["whisper 1 ✓✓", "whisper 2 ✓✓", "whisper 3 ✓✓"]);
  again.write(keys.tab);
  await again.waitFor(/alice whisper 3$/m);
  t.deepEqual(inLog(again, /whisper \d|─ new ─/), ["─ new ─", "whisper 1", "whisper 2", "whisper 3"]);
  await again.waitGone(unread);
  await again.waitGone("3 whispers");

  // What has been seen is not new at the next login.
  await leave(again);
  const third = await startClient(t, port);
  await logIn(third, "bob");
  await third.waitFor(/alice message 5$/m);
  await third.waitFor("● alice");
  t.notRegex(third.text(), /─ new ─|● alice\s+\d │/);
});

test("someone new sees what was written before, and none of it counts as missed", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  for (let number = 1; number <= 3; number++) say(alice, `message ${number}`);
  await alice.waitFor(/message 3 ✓$/m);
  const bob = await startClient(t, port);
  await signUp(bob, "bob");
  await bob.waitFor(/alice message 3$/m);
  t.deepEqual(inLog(bob, /message \d/), ["message 1", "message 2", "message 3"]);
  await bob.waitFor("● alice");
});
