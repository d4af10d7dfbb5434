/** Own messages between the protocol's client and the disk; no server is needed for what happens without one. */
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { ChatClient, ChatError } from "../../protocol/index.ts";
import { Outbox } from "../../tui/outbox.ts";
import type { Action } from "../../tui/state/effects.ts";
import type { Storage } from "../../tui/storage/storage.ts";
import { filesIn, hang, type Place, place, untilFlushed, waiting } from "./storage/folders.ts";

interface Writer extends Place {
  readonly client: ChatClient;
  readonly outbox: Outbox;
  readonly actions: Action[];
  /** Resolves when the disk has got, or refused, all that is to be on it. */
  flush(): Promise<void>;
}

async function writer(t: ExecutionContext, root?: string): Promise<Writer> {
  const where = await place(t, root);
  const client = new ChatClient({ host: "127.0.0.1", port: 1, program: "test", onNews: () => {} });
  const actions: Action[] = [];
  const outbox = new Outbox(client, (action) => actions.push(action));
  outbox.start(await where.storage.open("alice"));
  return { ...where, client, outbox, actions, flush: () => where.storage.flush() };
}

const types = (actions: readonly Action[]): string[] => actions.map(({ type }) => type);

function keysOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => (action.type === "queued" ? [action.message.key] : []));
}

async function outboxOf(storage: Storage, account: string): Promise<string[]> {
  return (await storage.open(account)).contents.outbox.map(({ text }) => text);
}

test("a message is queued at once, and kept when it's on disk", async (t) => {
  const { outbox, actions, flush, folder } = await writer(t);
  outbox.send("everyone", "hello");
  t.deepEqual(types(actions), ["queued"]);
  t.deepEqual(outbox.waiting, { kept: 0, lost: ["hello"] });
  await flush();
  t.deepEqual(types(actions), ["queued", "kept"]);
  t.deepEqual(outbox.waiting, { kept: 1, lost: [] });
  t.is(Object.keys(await filesIn(folder)).length, 1);
});

test("a stored message leaves the disk; a refused one stays there with the reason", async (t) => {
  const { outbox, actions, flush, storage } = await writer(t);
  for (const text of ["one", "two"]) outbox.send("bob", text);
  await flush();
  const [first = "", second = ""] = keysOf(actions);
  outbox.answered(first, { state: "stored", number: 1, time: 1 });
  outbox.answered(second, { state: "refused", error: new ChatError("blocked") });
  t.deepEqual(outbox.waiting, { kept: 0, lost: [] });
  await flush();
  const { contents } = await storage.open("alice");
  t.like(contents.outbox, { length: 1, 0: { text: "two", refused: "That person has blocked you." } });
});

test("what was left is taken up once, in its order and before what is new; what was refused isn't sent", async (t) => {
  const { outbox, client, storage, root, flush, actions } = await writer(t);
  for (const text of ["one", "two", "refused"]) outbox.send("everyone", text);
  outbox.answered(keysOf(actions)[2] ?? "", { state: "refused", error: new ChatError("internal") });
  await flush();
  const later = await writer(t, root);
  t.is(later.client.unanswered, 2);
  later.outbox.send("everyone", "three");
  later.outbox.start(await later.storage.open("alice"));
  t.is(later.client.unanswered, 3);
  await later.flush();
  t.deepEqual(await outboxOf(storage, "alice"), ["one", "two", "refused", "three"]);
  t.is(client.unanswered, 3);
});

test("a cancelled message is gone from the disk before anybody is told", async (t) => {
  const { outbox, client, actions, flush, folder } = await writer(t);
  outbox.send("everyone", "hello");
  await flush();
  const [key = ""] = keysOf(actions);
  outbox.cancel(key);
  t.is(client.unanswered, 0);
  t.deepEqual(types(actions), ["queued", "kept"]);
  await flush();
  t.deepEqual(await filesIn(folder), {});
  t.deepEqual(actions.at(-1), { type: "cancelled", key, perhapsSent: false });
});

test("what a disk doesn't let go of isn't cancelled", async (t) => {
  const { outbox, client, actions, flush, root, storage } = await writer(t);
  outbox.send("everyone", "hello");
  await flush();
  await rm(root, { recursive: true });
  await writeFile(root, "a file where the folder should be");
  outbox.cancel(keysOf(actions)[0] ?? "");
  await flush();
  t.deepEqual(actions.at(-1), { type: "uncancelled", why: "disk" });
  t.is(client.unanswered, 1);
  await rm(root);
  await flush();
  t.deepEqual(await outboxOf(storage, "alice"), ["hello"]);
  t.notDeepEqual(actions.at(-1)?.type, "cancelled");
});

test("what a disk that doesn't answer may still hold isn't cancelled, not even when it answers", async (t) => {
  const { outbox, client, actions, flush, storage, folder } = await writer(t);
  outbox.send("everyone", "hello");
  await flush();
  const answer = hang(path.join(folder, "drafts.json"));
  (await storage.open("alice")).files?.keepDraft("bob", "typed");
  outbox.cancel(keysOf(actions)[0] ?? "");
  await t.throwsAsync(flush());
  t.deepEqual(actions.at(-1), { type: "uncancelled", why: "disk" });
  t.is(client.unanswered, 1);
  await answer();
  await untilFlushed(storage);
  t.deepEqual(actions.at(-1), { type: "uncancelled", why: "disk" });
  t.deepEqual(await outboxOf(storage, "alice"), ["hello"]);
});

test("what isn't here any more can't be cancelled", async (t) => {
  const { outbox, actions } = await writer(t);
  outbox.cancel(waiting(1).key);
  t.deepEqual(actions, [{ type: "uncancelled", why: "under way" }]);
});

test("without a disk messages are sent and cancelled all the same", async (t) => {
  const { outbox, actions } = await writer(t);
  const nothing = { drafts: new Map(), outbox: [], history: [], damaged: [] };
  outbox.start({ account: "alice", files: undefined, contents: nothing, trouble: "no" });
  outbox.send("everyone", "hello");
  const [key = ""] = keysOf(actions);
  t.deepEqual(outbox.waiting, { kept: 0, lost: ["hello"] });
  outbox.cancel(key);
  t.deepEqual(actions.at(-1), { type: "cancelled", key, perhapsSent: false });
});

test("nothing of one account is with the next one", async (t) => {
  const { outbox, storage, flush } = await writer(t);
  outbox.send("everyone", "alice's");
  await flush();
  outbox.start(await storage.open("bob"));
  t.deepEqual(outbox.waiting, { kept: 0, lost: [] });
  outbox.send("everyone", "bob's");
  await flush();
  t.deepEqual(await outboxOf(storage, "alice"), ["alice's"]);
  t.deepEqual(await outboxOf(storage, "bob"), ["bob's"]);
});

test("what is forgotten is neither on disk nor sent", async (t) => {
  const { outbox, client, actions, flush, storage } = await writer(t);
  for (const text of ["one", "two"]) outbox.send("everyone", text);
  await outbox.forget();
  t.is(client.unanswered, 0);
  t.deepEqual(actions.at(-1), { type: "forgotten", keys: keysOf(actions) });
  await flush();
  t.deepEqual(await outboxOf(storage, "alice"), []);
});
