/** The export against a real server: all of it, in order, in a file that is whole or not there. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { exportAll, exportProblem } from "../../tui/export.ts";
import { Chatter } from "../server/chatter.ts";
import { password, serveWith, temporaryFolder } from "../server/serve.ts";

test("an export holds who one is, whom one blocks, and every message of every conversation, many pages of them", async (t) => {
  const { server, clients } = await serveWith(t, ["bob", "carol"]);
  const [bob, carol] = clients;
  const alice = await Chatter.open(t, server.port);
  await alice.client.signup("Alice", password);
  for (let n = 1; n <= 230; n++) await bob.broadcast(`${n}`);
  await bob.whisper("alice", "psst \u202e".replace("\u202e", "\u200b"));
  await carol.broadcast("unwanted");
  await alice.client.request("block", { name: "carol" });
  const file = join(await temporaryFolder(t), "mine.jsonl");
  t.is(await exportAll(alice.client, file), 231);
  const text = readFileSync(file, "utf8");
  const rows = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  t.like(rows[0], { kind: "profile", name: "Alice" });
  t.like(rows[1], { kind: "block", name: "carol" });
  t.deepEqual(
    rows.filter(({ kind }) => kind === "conversation").map(({ conversation }) => conversation),
    ["everyone", "bob"],
  );
  const messages = rows.filter(({ kind, conversation }) => kind === "message" && conversation === "everyone");
  t.deepEqual(
    messages.map(({ number, text: said }) => [number, said]),
    Array.from({ length: 230 }, (_, index) => [index + 1, `${index + 1}`]),
  );
  t.like(rows.at(-2), { kind: "message", conversation: "bob", from: "bob", text: "psst \u200b" });
  t.deepEqual(rows.at(-1), { kind: "end", messages: 231 });
  t.false(text.includes("\u200b"), "harmless to a terminal");
  t.is(statSync(file).mode & 0o777, 0o600);
});

test("a file that is there already is left alone, and what fails leaves none", async (t) => {
  const { server } = await serveWith(t, ["bob"]);
  const alice = await Chatter.open(t, server.port);
  await alice.client.signup("alice", password);
  const folder = await temporaryFolder(t);
  const [there, fails] = ["there", "fails"].map((name) => join(folder, name)) as [string, string];
  writeFileSync(there, "precious");
  const error = await t.throwsAsync(exportAll(alice.client, there));
  t.is(exportProblem(error), "There is a file of that name already. Nothing was written; name another one.");
  t.is(readFileSync(there, "utf8"), "precious");
  await alice.client.logout();
  t.is(
    exportProblem(await t.throwsAsync(exportAll(alice.client, fails))),
    "Nothing was written: Log in first.",
  );
  t.false(existsSync(fails));
  t.regex(
    exportProblem(await t.throwsAsync(exportAll(alice.client, join(folder, "no", "where")))),
    /^The file can't be written: no such file/,
  );
});
