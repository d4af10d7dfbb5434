/** A disk that is full: what can't be stored is refused, what was acknowledged stays, and reading goes on. */
import { join } from "node:path";
import test from "ava";
import { ulid } from "ulid";
import { spawnCheapServer, spawnCrampedServer } from "./process.ts";
import { RawClient } from "./raw.ts";
import { count, password, temporaryFolder } from "./serve.ts";

const hello = { versions: [1], client: "test" };

test("when the disk is full nothing is acknowledged or shown any more, and nothing acknowledged is lost", async (t) => {
  const folder = join(await temporaryFolder(t), "data");
  const cramped = spawnCrampedServer(t, folder, 100);
  const watched = new Promise<string>((resolve) => {
    cramped.child.stderr?.on("data", (text: string) => {
      const [, found] = /"metrics":(\d+)/.exec(text) ?? [];
      if (found) resolve(found);
    });
  });
  const port = await cramped.port;
  const ready = async () => fetch(`http://127.0.0.1:${await watched}/ready`);
  t.is((await ready()).status, 200);
  const [alice, bob] = [await RawClient.open(t, port), await RawClient.open(t, port)];
  await alice.request("hello", hello);
  await alice.request("signup", { name: "alice", password });
  await bob.request("hello", hello);
  await bob.request("signup", { name: "bob", password });
  const outcomes = await Promise.allSettled(
    count(300).map((n) => alice.broadcast(`${n} ${"x".repeat(1000)}`)),
  );
  const later = await alice.refusal("whisper", { to: "bob", text: "hi", key: ulid() });
  t.is(later.code, "unavailable");
  const unready = await ready();
  t.is(unready.status, 503);
  t.regex(await unready.text(), /^Can't write the journal/);
  const numbers = outcomes.flatMap((outcome) =>
    outcome.status === "fulfilled" ? [outcome.value.number] : [],
  );
  const codes = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
  t.true(codes.length > 0);
  t.deepEqual([...new Set(codes)], ["unavailable"]);
  t.deepEqual(numbers, count(numbers.length));
  await bob.settled();
  t.is(bob.messages("everyone").length, numbers.length);
  t.is((await bob.history("everyone")).length, numbers.length);
  cramped.child.kill("SIGTERM");
  t.is((await cramped.ended).status, 0);
  const roomy = spawnCheapServer(t, folder, 0);
  const again = await RawClient.open(t, await roomy.port);
  await again.request("hello", hello);
  await again.request("login", { name: "alice", password });
  t.deepEqual(
    (await again.history("everyone")).slice(0, numbers.length).map(({ number }) => number),
    numbers,
  );
});
