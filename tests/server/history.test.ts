/** Reading conversations page by page, back to the beginning and on to the newest message. */
import test from "ava";
import { encodeFrame, limits, type Message, type Result } from "../../protocol/index.ts";
import { count, serveWith } from "./serve.ts";

const numbers = (messages: readonly Message[]): number[] => messages.map(({ number }) => number);

test("history is paged back to the beginning without loss or repetition", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await Promise.all(count(250).map((n) => alice.broadcast(`${n}`)));
  const newest = await bob.request("history", { conversation: "everyone" });
  t.deepEqual(numbers(newest.messages), count(250, 151));
  t.deepEqual([newest.before, newest.after], [151, undefined]);
  const middle = await bob.request("history", { conversation: "everyone", before: 151 });
  t.deepEqual(numbers(middle.messages), count(150, 51));
  const oldest = await bob.request("history", { conversation: "everyone", before: 51 });
  t.deepEqual(oldest, { conversation: "everyone", messages: oldest.messages, after: 50 });
  t.deepEqual(numbers(oldest.messages), count(50));
  t.deepEqual(numbers(await bob.history("everyone")), count(250));
});

test("as many messages come as were asked for", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  await Promise.all(count(20).map((n) => alice.broadcast(`${n}`)));
  const ask = async (params: { before?: number; after?: number; count?: number }) => {
    const { messages, before, after } = await alice.request("history", {
      conversation: "everyone",
      ...params,
    });
    return [numbers(messages), before, after];
  };
  t.deepEqual(await ask({ count: 1 }), [[20], 20, undefined]);
  t.deepEqual(await ask({ before: 5, count: 3 }), [[2, 3, 4], 2, 4]);
  t.deepEqual(await ask({ before: 4, count: 3 }), [[1, 2, 3], undefined, 3]);
  t.deepEqual(await ask({ before: 1 }), [[], undefined, 0]);
  t.deepEqual(await ask({ before: 1000, count: 2 }), [[19, 20], 19, undefined]);
  t.deepEqual(await ask({ after: 0, count: 2 }), [[1, 2], undefined, 2]);
  t.deepEqual(await ask({ after: 17, count: 3 }), [[18, 19, 20], 18, undefined]);
  t.deepEqual(await ask({ after: 20 }), [[], 21, undefined]);
  t.deepEqual(await ask({ after: 1000 }), [[], 21, undefined]);
});

test("from any message on, history is paged forward to the newest", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await Promise.all(count(250).map((n) => alice.broadcast(`${n}`)));
  const found: number[] = [];
  let pages = 0;
  for (let after: number | undefined = 30; after !== undefined; pages++) {
    const page: Result<"history"> = await bob.request("history", { conversation: "everyone", after });
    found.push(...numbers(page.messages));
    after = page.after;
  }
  t.deepEqual(found, count(250, 31));
  t.is(pages, 3);
});

test("a page of hidden messages is empty, and goes on either way", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.broadcast("1");
  await Promise.all(count(11, 2).map((n) => alice.broadcast(`${n}`)));
  await bob.broadcast("12");
  await bob.request("block", { name: "alice" });
  const page = { conversation: "everyone", messages: [] };
  t.deepEqual(await bob.request("history", { conversation: "everyone", before: 8, count: 4 }), {
    ...page,
    before: 4,
    after: 7,
  });
  t.deepEqual(await bob.request("history", { conversation: "everyone", after: 3, count: 4 }), {
    ...page,
    before: 4,
    after: 7,
  });
});

test("history is read either backwards or forwards", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const both = await alice.refusal("history", { conversation: "everyone", before: 3, after: 1 });
  t.deepEqual([both.code, both.detail], ["invalid", { field: "after" }]);
  for (const after of [-1, 0.5]) {
    t.is((await alice.refusal("history", { conversation: "everyone", after })).code, "invalid");
  }
});

test("pages of the longest texts are cut where their frame would grow too large", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (const text of ["x", "\n", '"', "é", "\u{1f600}"]) {
    await Promise.all(count(60).map(() => alice.whisper("bob", text.repeat(limits.textMax))));
  }
  const page = await bob.request("history", { conversation: "alice" });
  t.true(page.messages.length < limits.pageMessages && page.messages.length > 4);
  t.true(encodeFrame(page).length < limits.serverFrameBytes);
  const all = await bob.history("alice");
  t.deepEqual(numbers(all), count(300));
  t.true(all.every(({ text }) => [...text].length === limits.textMax));
});

test("history of a conversation without messages is empty, of a stranger or oneself an error", async (t) => {
  const { clients } = await serveWith(t, ["alice", "Bob"]);
  const [alice] = clients;
  t.deepEqual(await alice.request("history", { conversation: "everyone" }), {
    conversation: "everyone",
    messages: [],
  });
  t.deepEqual(await alice.request("history", { conversation: "bob" }), { conversation: "Bob", messages: [] });
  t.is((await alice.refusal("history", { conversation: "carol" })).code, "unknown_account");
  t.is((await alice.refusal("history", { conversation: "ALICE" })).code, "yourself");
});

test("a message that is still on its way to disk is in nobody's history", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (const n of count(30)) {
    const answered = alice.broadcast(`${n}`);
    const seen = await bob.history("everyone");
    await answered;
    const posted = bob.messages("everyone").length;
    t.true(seen.length <= n && posted <= n);
  }
  await bob.until(() => bob.messages("everyone").length === 30);
  t.deepEqual(bob.messages("everyone"), await bob.history("everyone"));
});

test("pages that are asked for in the same write as a logout are answered all the same", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await Promise.all(count(40).map(() => bob.broadcast("\u{1f600}".repeat(limits.textMax))));
  const asked = count(40).map(() => alice.prepare("history", { conversation: "everyone" }));
  const logout = alice.prepare("logout", {});
  alice.write(Buffer.concat([...asked, logout].map(({ frame }) => frame)));
  await logout.answer;
  const pages = await Promise.all(asked.map(({ answer }) => answer));
  t.true(pages.every(({ messages }) => messages.at(-1)?.number === 40));
});
