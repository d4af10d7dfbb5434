/** The daily reminder of a certificate that ends soon, with days of a millisecond. */
import test, { type ExecutionContext } from "ava";
import { type Certificate, openCertificate } from "../../server/certificate.ts";
import { Reminder } from "../../server/reminder.ts";
import { stayAwake } from "../data/folders.ts";
import { certificateFiles } from "./certificates.ts";

const dayMs = 86_400_000;

async function endingIn(t: ExecutionContext, days: number): Promise<Certificate> {
  return openCertificate(await certificateFiles(t, { to: days }), "", Date.now());
}

/** What is said on so many days, the first of which is tomorrow. */
async function said(
  t: ExecutionContext,
  days: number,
  shownOn: (day: number) => Certificate,
): Promise<string[]> {
  stayAwake(t);
  const words: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let day = 0;
  const reminder = new Reminder({
    shown: () => shownOn(++day),
    warn: (text) => void words.push(text),
    now: () => {
      if (day === days) {
        reminder.stop();
        setImmediate(resolve);
      }
      return Date.now() + day * dayMs;
    },
    everyMs: 1,
  });
  await promise;
  return words;
}

test("from two weeks before its end on a certificate is spoken of every day, and after it, too", async (t) => {
  const certificate = await endingIn(t, 17.5);
  const words = await said(t, 19, () => certificate);
  t.is(words.length, 16);
  for (const text of words.slice(0, 14)) t.regex(text, / ends on /);
  for (const text of words.slice(14)) t.regex(text, / has ended on /);
});

test("of a certificate that lasts nothing is said", async (t) => {
  const certificate = await endingIn(t, 365);
  t.deepEqual(await said(t, 10, () => certificate), []);
});

test("the certificate that is shown now is looked at, not the one of the start", async (t) => {
  const [old, renewed] = [await endingIn(t, 10), await endingIn(t, 365)];
  t.is((await said(t, 5, (day) => (day <= 2 ? old : renewed))).length, 2);
});
