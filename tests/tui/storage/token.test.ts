/** The login that a machine keeps: one file per server and account, for its owner's eyes only. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { accountFolder } from "../../../tui/storage/place.ts";
import { Storage } from "../../../tui/storage/storage.ts";
import { temporaryFolder } from "../../server/serve.ts";

const server = { host: "Example.org", port: 2000 };

test("a token is kept per server and account until it is removed, in a file of mode 0600", async (t) => {
  const root = join(await temporaryFolder(t), "data");
  const storage = new Storage(root, server, () => {});
  storage.keepToken("Alice", "alice.1.first");
  storage.keepToken("Alice", "alice.1.second");
  storage.keepToken("bob", "bob.1.x");
  await storage.flush();
  const file = join(accountFolder(root, server, "alice"), "token");
  t.is(readFileSync(file, "utf8"), "alice.1.second\n");
  t.is(statSync(file).mode & 0o777, 0o600);
  t.is(statSync(accountFolder(root, server, "alice")).mode & 0o777, 0o700);
  t.is(storage.token("ALICE"), "alice.1.second");
  t.is(new Storage(root, { ...server, port: 2001 }, () => {}).token("alice"), undefined);
  storage.keepToken("alice", undefined);
  await storage.flush();
  t.is(storage.token("alice"), undefined);
  t.is(storage.token("bob"), "bob.1.x");
});

test("what is no token in that file is as none", async (t) => {
  const root = join(await temporaryFolder(t), "data");
  const storage = new Storage(root, server, () => {});
  storage.keepToken("alice", "x");
  await storage.flush();
  const file = join(accountFolder(root, server, "alice"), "token");
  for (const text of ["", "two words", "\u001b[31m", "x".repeat(1000), "täglich"]) {
    writeFileSync(file, text);
    t.is(storage.token("alice"), undefined, text);
  }
});
