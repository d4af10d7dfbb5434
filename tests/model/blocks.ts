/** The promises about blocks, judged by when commands were given and acknowledged: what lies between is left open. */
import { isDeepStrictEqual } from "node:util";
import type { Message } from "../../protocol/index.ts";
import type { Fact, Final } from "./facts.ts";

/** A command of one account about another, with the places among the facts where it was given and acknowledged. */
interface Command {
  readonly kind: "block" | "unblock";
  readonly at: number;
  readonly doneAt: number;
}

function commands(facts: readonly Fact[], owner: string, name: string): Command[] {
  return facts.flatMap((fact, at) => {
    if ((fact.kind !== "block" && fact.kind !== "unblock") || fact.account !== owner || fact.name !== name)
      return [];
    const done = facts.findIndex((other) => other.kind === "done" && other.command === fact.command);
    return [{ kind: fact.kind, at, doneAt: done === -1 ? Number.POSITIVE_INFINITY : done }];
  });
}

/** Whether the block stands for sure all the time between two places. */
function stands(given: readonly Command[], from: number, to: number): boolean {
  const before = given.filter(({ at }) => at < from).at(-1);
  const ends = given.some(({ at, kind }) => kind === "unblock" && at >= from && at <= to);
  return before?.kind === "block" && before.doneAt < from && !ends;
}

/** Whether the block may stand at some time from this place on. */
function mayStand(given: readonly Command[], from: number): boolean {
  const before = given.filter(({ at }) => at < from).at(-1);
  const isOff = before === undefined || (before.kind === "unblock" && before.doneAt < from);
  return !isOff || given.some(({ at, kind }) => at >= from && kind === "block");
}

/** Whether a block of its sender may have kept this message from the account. */
export function mayBeHidden(facts: readonly Fact[], account: string, { key, from }: Message): boolean {
  const sentAt = facts.findIndex((fact) => fact.kind === "sent" && fact.key === key);
  return mayStand(commands(facts, account, from), sentAt);
}

/** What is sent and answered while an acknowledged block stands is neither delivered nor, to one account, stored. */
export function* againstBlocks(facts: readonly Fact[], { whole }: Final): Generator<string> {
  const got = new Set(
    facts.flatMap((fact) => (fact.kind === "got" ? [`${fact.account} ${fact.message.key}`] : [])),
  );
  for (const [sentAt, sent] of facts.entries()) {
    if (sent.kind !== "sent") continue;
    const { key, account, conversation } = sent;
    const answer = facts.findIndex((fact) => "key" in fact && fact.kind !== "sent" && fact.key === key);
    const answeredAt = answer === -1 ? facts.length : answer;
    for (const owner of whole.keys()) {
      if (!stands(commands(facts, owner, account), sentAt, answeredAt)) continue;
      if (got.has(`${owner} ${key}`)) yield `${owner} got ${key} of ${account}, whom it blocked`;
      const stored = facts[answer]?.kind === "stored" && conversation === owner;
      if (stored) yield `${owner} blocked ${account}, whose whisper ${key} was stored`;
    }
  }
}

/** A command that was acknowledged last is what the list of blocks says in the end. */
export function* lastCommands(facts: readonly Fact[], { whole, blocks }: Final): Generator<string> {
  for (const owner of whole.keys()) {
    for (const name of whole.keys()) {
      const last = commands(facts, owner, name).at(-1);
      if (last === undefined || last.doneAt > facts.length) continue;
      if (blocks.get(owner)?.has(name) !== (last.kind === "block"))
        yield `${owner} gave ${last.kind} ${name} last, which didn't last`;
    }
  }
}

/** With its blocks an account is shown all but the broadcasts of those whom it blocks. */
export function* hiddenAtTheEnd({ shown, whole, blocks }: Final): Generator<string> {
  for (const [account, histories] of shown) {
    const all = whole.get(account)?.get("everyone") ?? [];
    const expected = all.filter(({ from }) => !blocks.get(account)?.has(from));
    if (!isDeepStrictEqual(histories.get("everyone"), expected))
      yield `${account} is not shown what its blocks leave of everyone`;
  }
}
