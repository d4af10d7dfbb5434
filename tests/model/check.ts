/**
 * Judges a history by what clients noted and by what was read afresh, and by nothing else: it knows the promises of
 * PROTOCOL.md, and nothing of how they are kept.
 */
import { isDeepStrictEqual } from "node:util";
import type { Message } from "../../protocol/index.ts";
import { againstBlocks, hiddenAtTheEnd, lastCommands, mayBeHidden } from "./blocks.ts";
import type { Fact, FactOf, Final } from "./facts.ts";

/** Every promise that was broken, as a sentence; none: the history is right. */
export function violations(facts: readonly Fact[], final: Final): string[] {
  return [
    ...of(facts, "defect").map(({ device, what }) => `${device}: ${what}`),
    ...numbering(final),
    ...agreement(final),
    ...acknowledgements(facts, final),
    ...strangers(facts, final),
    ...senders(facts, final),
    ...receivers(facts, final),
    ...deliveries(facts, final),
    ...sessions(facts),
    ...againstBlocks(facts, final),
    ...lastCommands(facts, final),
    ...hiddenAtTheEnd(final),
  ];
}

export function of<Kind extends Fact["kind"]>(facts: readonly Fact[], kind: Kind): FactOf<Kind>[] {
  return facts.filter((fact): fact is FactOf<Kind> => fact.kind === kind);
}

/** All there is of a conversation, as one of its members names it. */
export function wholeOf({ whole }: Final, account: string, conversation: string): readonly Message[] {
  return whole.get(account)?.get(conversation) ?? [];
}

/** Each conversation once: `everyone` as the first account sees it, pairs as the first of both does. */
function* conversations({ whole }: Final): Generator<[account: string, conversation: string]> {
  const accounts = [...whole.keys()];
  if (accounts[0] !== undefined) yield [accounts[0], "everyone"];
  for (const account of accounts) for (const other of accounts) if (account < other) yield [account, other];
}

function* numbering(final: Final): Generator<string> {
  const seen = new Set<string>();
  for (const [account, conversation] of conversations(final)) {
    for (const [index, { number, key }] of wholeOf(final, account, conversation).entries()) {
      if (number !== index + 1) yield `${conversation} of ${account}: ${number} stands in place ${index + 1}`;
      if (seen.has(key)) yield `${key} is stored twice`;
      seen.add(key);
    }
  }
}

function* agreement(final: Final): Generator<string> {
  const accounts = [...final.whole.keys()];
  for (const account of accounts) {
    for (const other of accounts) {
      const everyone = isDeepStrictEqual(
        wholeOf(final, account, "everyone"),
        wholeOf(final, other, "everyone"),
      );
      if (!everyone) yield `${account} and ${other} see everyone differently`;
      const pair = isDeepStrictEqual(wholeOf(final, account, other), wholeOf(final, other, account));
      if (!pair) yield `${account} and ${other} see their conversation differently`;
    }
  }
}

function* acknowledgements(facts: readonly Fact[], final: Final): Generator<string> {
  const sent = new Map(of(facts, "sent").map((fact) => [fact.key, fact]));
  const answers = new Map<string, number>();
  for (const { key, account, number, time } of of(facts, "stored")) {
    const { conversation = "", text } = sent.get(key) ?? {};
    const found = wholeOf(final, account, conversation)[number - 1];
    if (!isDeepStrictEqual(found, { number, from: account, text, time, key }))
      yield `${key} was acknowledged as ${number} of ${conversation}, where ${JSON.stringify(found)} stands`;
    if (answers.has(key)) yield `${key} was acknowledged twice`;
    answers.set(key, number);
  }
}

/** What is there was sent, and was not refused. */
function* strangers(facts: readonly Fact[], final: Final): Generator<string> {
  const sent = new Set(of(facts, "sent").map(({ key }) => key));
  const refused = new Map(of(facts, "refused").map(({ key, code }) => [key, code]));
  for (const [account, conversation] of conversations(final)) {
    for (const { key } of wholeOf(final, account, conversation)) {
      if (!sent.has(key)) yield `${key} was never sent`;
      if (refused.has(key)) yield `${key} was refused as ${refused.get(key)}, and is stored`;
    }
  }
}

/** What a device sent to a conversation stands there in the order in which it was sent. */
function* senders(facts: readonly Fact[], final: Final): Generator<string> {
  for (const [lane, all] of grouped(of(facts, "sent"), (one) => `${one.device} to ${one.conversation}`)) {
    const numbers = all.flatMap(({ key, account, conversation }) => {
      const found = wholeOf(final, account, conversation).find((message) => message.key === key);
      return found ? [found.number] : [];
    });
    if (!isAscending(numbers)) yield `${lane}: sent in this order: ${numbers}`;
  }
}

/** A client sees each message at most once, in order, and as it is stored. */
function* receivers(facts: readonly Fact[], final: Final): Generator<string> {
  const lanes = grouped(of(facts, "got"), (one) => `${one.device} (${one.life}) in ${one.conversation}`);
  for (const [lane, all] of lanes) {
    const numbers = all.map(({ message }) => message.number);
    if (!isAscending(numbers)) yield `${lane} got ${numbers}`;
    for (const { account, conversation, message } of all) {
      const stored = wholeOf(final, account, conversation)[message.number - 1];
      if (!isDeepStrictEqual(stored, message))
        yield `${lane} got ${JSON.stringify(message)}, stored is ${JSON.stringify(stored)}`;
    }
  }
}

/** Whatever is stored has reached everyone whom it was for, on one of their devices, unless a block may have hidden it. */
function* deliveries(facts: readonly Fact[], final: Final): Generator<string> {
  for (const missing of undelivered(facts, final)) {
    yield `${missing.account} never got ${missing.number} of ${missing.conversation}`;
  }
}

/** For waiting until there is none left, too. */
export function undelivered(
  facts: readonly Fact[],
  final: Final,
): { account: string; conversation: string; number: number }[] {
  const got = new Set(of(facts, "got").map((one) => `${one.account} ${one.message.key}`));
  return [...final.whole].flatMap(([account, histories]) =>
    [...histories].flatMap(([conversation, messages]) =>
      messages
        .filter(({ from, key }) => from !== account && !got.has(`${account} ${key}`))
        .filter((message) => !mayBeHidden(facts, account, message))
        .map(({ number }) => ({ account, conversation, number })),
    ),
  );
}

/** Nothing happens in a session once a later one of the same account has begun. Servers of tests have strictly rising clocks. */
function* sessions(facts: readonly Fact[]): Generator<string> {
  const started = of(facts, "session");
  for (const { device, account, session } of started) {
    const later = started
      .filter((other) => other.account === account && (other.session ?? 0) > (session ?? 0))
      .map((other) => other.session ?? 0);
    const next = Math.min(...later);
    const seen = facts.filter((fact) => fact.device === device && fact.session === session).map(timeOf);
    const last = Math.max(...seen);
    if (last > next)
      yield `${device} was in its session of ${session} at ${last}, after that of ${next} began`;
  }
  const begun = started.map(({ account, session }) => `${account} ${session}`);
  if (new Set(begun).size < begun.length) yield "two sessions began at the same time";
}

/** When the server did what the fact tells of; 0 where the fact doesn't say. */
function timeOf(fact: Fact): number {
  if (fact.kind === "stored") return fact.time;
  return fact.kind === "got" ? fact.message.time : 0;
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  return Map.groupBy(items, nameOf);
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
}
