/** What someone sees who is kicked, banned, or has a new password; and the prompt that asks the operator for it. */
import test from "ava";
import { callTo } from "../../server/admin/call.ts";
import { bin, join, keys, password, startClient, startServer } from "./chat.ts";
import { startTerminal } from "./terminal.ts";

test("who is kicked reads why and stays out until they want back in", async (t) => {
  const server = await startServer(t);
  const alice = await join(t, server.port, "alice");
  await callTo(server.data)("kick", { name: "alice" });
  await alice.waitFor(/OFFLINE · Whoever runs the server has ended this connection\. +Alt-R retry$/m);
  alice.resize(40, 10);
  await alice.waitFor(/^ OFFLINE · Whoever.* Alt-R retry$/m);
  alice.write("\x1br");
  await alice.waitFor(/ ms ●1 /);
  t.pass();
});

test("who is banned reads until when, at once and at the next login", async (t) => {
  const server = await startServer(t);
  const alice = await join(t, server.port, "alice");
  await callTo(server.data)("ban", { who: "alice", seconds: 3600 });
  await alice.waitFor(/OFFLINE · You are banned from this server\./);
  const again = await startClient(t, server.port);
  again.write(`alice${keys.tab}${password}${keys.enter}`);
  await again.waitFor(/You are banned from this server\./);
  t.regex(again.text().replace(/\s+/g, " "), /The ban ends on \d+ \w+ \d{4} at \d\d:\d\d\./);
});

test("an operator types a new password twice, and nothing of it shows", async (t) => {
  const server = await startServer(t);
  await join(t, server.port, "alice");
  const args = [`${bin}/chat-server.js`, "admin", "reset-password", "alice", "--data", server.data];
  const operator = startTerminal(t, { command: process.execPath, args });
  await operator.waitFor("New password:");
  operator.write(`a new password${keys.enter}`);
  await operator.waitFor("The same again:");
  operator.write(`a new password${keys.enter}`);
  await operator.waitFor("alice has the new password. The session under way is ended.");
  t.false(operator.text().includes("a new"));
});
