/** Password hashes: what they hold, how long a check takes, and how many wait. */
import test from "ava";
import { Passwords } from "../../server/passwords.ts";

const cheap = { logN: 4, r: 1, p: 1 } as const;

test("a hash matches its password and no other, and says nothing of it", async (t) => {
  const passwords = new Passwords(cheap);
  const hash = await passwords.hash("correct horse");
  t.regex(hash, /^scrypt\$4\$1\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
  t.true(await passwords.matches("correct horse", hash));
  t.false(await passwords.matches("correct hors", hash));
  t.false(await passwords.matches("Correct horse", hash));
  t.not(await passwords.hash("correct horse"), hash, "salted");
});

test("a hash is checked at the cost that it was made with", async (t) => {
  const hash = await new Passwords({ logN: 5, r: 2, p: 2 }).hash("correct horse");
  t.true(await new Passwords(cheap).matches("correct horse", hash));
});

test("the cost is at least N=2^15, r=8, p=3 unless a test lowers it", async (t) => {
  t.regex(await new Passwords().hash("correct horse"), /^scrypt\$15\$8\$3\$/);
});

test("for a name without an account as much is computed as for one with", async (t) => {
  const passwords = new Passwords({ logN: 15, r: 8, p: 1 });
  const start = performance.now();
  t.false(await passwords.matches("wrong password", undefined));
  // No machine is done with it so fast, and comparing with another run would depend on what else runs.
  t.true(performance.now() - start > 15);
});

test("more than can wait are told that the server is busy, and later ones are served again", async (t) => {
  const passwords = new Passwords({ logN: 10, r: 8, p: 1 });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 80 }, () => passwords.hash("correct horse")),
  );
  const busy = outcomes.filter((outcome) => outcome.status === "rejected" && outcome.reason.code === "busy");
  t.is(busy.length, 80 - 2 - 64);
  t.is(outcomes.filter(({ status }) => status === "fulfilled").length, 66);
  await Promise.all(Array.from({ length: 66 }, () => passwords.hash("correct horse")));
});
