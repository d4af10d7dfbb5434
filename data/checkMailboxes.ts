/** The part of a check that reads mailboxes, and compares what the two of a pair say of it. */
import type { KnownAccounts } from "./checkAccounts.ts";
import { everyoneKey, membersOf } from "./conversations.ts";
import { corruptDocument } from "./corrupt.ts";
import type { Findings } from "./findings.ts";
import { type Mailbox, mailboxes, type Standing } from "./mailboxes.ts";
import type { Room } from "./room.ts";
import type { Documents } from "./state.ts";
import { mailboxOf } from "./tree.ts";

/** Where the messages of a conversation begin and end. */
export type Ending = Pick<Standing, "last" | "lastTime" | "removed">;

/** All that could be read of. */
export type Conversations = Map<string, Ending>;

export async function checkMailboxes(
  findings: Findings,
  documents: Documents,
  folder: string,
  accounts: KnownAccounts,
  paths: readonly string[],
): Promise<Conversations> {
  const room = await findings.attempt(() => documents.rooms.get(everyoneKey));
  const check = new MailboxCheck(findings, folder, room, accounts);
  for (const name of new Set([...accounts.names, ...paths.flatMap((path) => mailboxOf(path) ?? [])])) {
    const mailbox = await findings.attempt(() => documents.mailboxes.get(name));
    if (mailbox) check.look(name, mailbox);
  }
  check.end();
  return check.conversations;
}

class MailboxCheck {
  readonly #findings: Findings;
  readonly #path: (name: string) => string;
  readonly #room: Room | undefined;
  readonly #accounts: KnownAccounts;
  readonly conversations: Conversations = new Map();
  /** Pairs of which one mailbox has been seen, and whose. */
  readonly #single = new Map<string, string>();
  readonly #seen = new Set<string>();

  constructor(findings: Findings, folder: string, room: Room | undefined, accounts: KnownAccounts) {
    this.#findings = findings;
    this.#path = mailboxes(folder).path;
    this.#room = room;
    this.#accounts = accounts;
    if (room) this.conversations.set(everyoneKey, room);
  }

  look(name: string, mailbox: Mailbox): void {
    this.#seen.add(name);
    this.#expect(name, mailbox.owner === name, `belongs to ${mailbox.owner}`);
    this.#expect(name, this.#accounts.mayBe(name), "belongs to no account");
    for (const [conversation, standing] of mailbox.standings) this.#lookAt(name, conversation, standing);
    for (const [, { conversation, number }] of mailbox.sent) {
      const last = this.conversations.get(conversation)?.last ?? number;
      this.#expect(
        name,
        number <= last,
        `remembers sending number ${number} of ${conversation}, which has ${last}`,
      );
    }
  }

  /** To be called when all mailboxes have been looked at. */
  end(): void {
    for (const [conversation, name] of this.#single) {
      const other = membersOf(conversation).find((member) => member !== name) ?? "";
      // One that can't be read has been told of.
      if (this.#seen.has(other)) this.#expect(other, false, `lacks ${conversation}, which ${name}'s has`);
    }
  }

  #lookAt(name: string, conversation: string, standing: Standing): void {
    const known = this.conversations.get(conversation);
    const isRoom = conversation === everyoneKey;
    if (isRoom && this.#room === undefined) return;
    const last = isRoom ? (known?.last ?? 0) : standing.last;
    for (const cursor of ["received", "read", "delivered"] as const) {
      const number = standing[cursor];
      this.#expect(
        name,
        number <= last,
        `has ${cursor} ${number} in ${conversation}, which has ${last} messages`,
      );
    }
    if (isRoom) return;
    this.#expect(name, membersOf(conversation).includes(name), `has ${conversation}, which is others'`);
    if (known === undefined) {
      this.conversations.set(conversation, standing);
      this.#single.set(conversation, name);
      return;
    }
    this.#single.delete(conversation);
    const sameStart = known.removed === standing.removed;
    const starts = `lacks ${conversation} up to ${standing.removed}, the other side's up to ${known.removed}`;
    this.#expect(name, sameStart, starts);
    const agrees = known.last === standing.last && known.lastTime === standing.lastTime;
    this.#expect(
      name,
      agrees,
      `ends ${conversation} at number ${standing.last}, the other side's at ${known.last}`,
    );
  }

  #expect(name: string, holds: boolean, otherwise: string): void {
    if (!holds) this.#findings.problems.push(corruptDocument(this.#path(name), otherwise).message);
  }
}
