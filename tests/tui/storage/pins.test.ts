/** Certificates that were accepted: kept for a host and port, and never lost without a word. */
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "ava";
import { Failure } from "../../../tui/failure.ts";
import { keepPinNow, readPin } from "../../../tui/storage/pins.ts";
import { temporaryFolder } from "./folders.ts";

const server = { host: "Chat.Example", port: 2000 };
const fingerprint = `SHA256:${"a".repeat(64)}`;
const other = `SHA256:${"b".repeat(64)}`;

test("what was accepted is remembered for that host and port, readable by its owner alone", async (t) => {
  const root = await temporaryFolder(t);
  t.is(readPin(root, server), undefined);
  await keepPinNow(root, server, { fingerprint, vouched: false });
  t.is(readPin(root, { ...server, host: "chat.example" }), fingerprint);
  t.is(readPin(root, { ...server, port: 2001 }), undefined);
  t.is(readPin(root, { ...server, host: "other.example" }), undefined);
  const folder = path.join(root, "certificates");
  t.is((await stat(folder)).mode & 0o777, 0o700);
  for (const name of await readdir(folder)) t.is((await stat(path.join(folder, name))).mode & 0o777, 0o600);
  await keepPinNow(root, server, { fingerprint: other, vouched: false });
  t.is(readPin(root, server), other);
});

test("a server that an authority vouches for needs none any more", async (t) => {
  const root = await temporaryFolder(t);
  await keepPinNow(root, server, { fingerprint, vouched: false });
  await keepPinNow(root, server, { fingerprint: other, vouched: true });
  t.is(readPin(root, server), undefined);
});

test("one that is damaged is named, and doesn't count as none", async (t) => {
  const root = await temporaryFolder(t);
  await keepPinNow(root, server, { fingerprint, vouched: false });
  const [name = ""] = await readdir(path.join(root, "certificates"));
  await writeFile(path.join(root, "certificates", name), "");
  t.throws(() => readPin(root, server), {
    instanceOf: Failure,
    message: /@chat\.example_2000 is damaged\. Remove it/,
  });
});

test("where nothing can be kept nothing is known", async (t) => {
  t.is(readPin("/dev/null", server), undefined);
  const root = path.join(await temporaryFolder(t), "locked");
  await mkdir(root);
  await chmod(root, 0o500);
  await t.notThrowsAsync(keepPinNow("/dev/null", server, { fingerprint, vouched: false }));
});
