/**
 * Gives each message its number, or finds that it had one. Numbers are given in the order of the calls, before the
 * disk is asked; only a sender whose mailbox isn't in memory waits, and those after it in the same conversation.
 */
import { canonical } from "../protocol/index.ts";
import { type ConversationKey, everyoneKey, keyOf } from "./conversations.ts";
import type { Journal, Settle } from "./journal.ts";
import type { Mailbox } from "./mailboxes.ts";
import type { RecordOf } from "./records.ts";
import type { Sent } from "./sentKeys.ts";
import type { State } from "./state.ts";
import type { Append, Appended } from "./store.ts";

/**
 * An append on its way. Settled by the journal itself, whoever had to wait: one promise more for some would have later
 * messages told before them.
 */
class Asked implements Settle {
  readonly conversation: ConversationKey;
  /** Canonical; `from` is spelled as at signup. */
  readonly sender: string;
  readonly from: string;
  readonly message: Append;
  readonly promise: Promise<Appended>;
  resolve!: (appended: Appended | Promise<Appended>) => void;
  reject!: (error: unknown) => void;
  /** The one after it of the same sender. */
  next: Asked | undefined;

  constructor(conversation: ConversationKey, from: string, message: Append) {
    this.conversation = conversation;
    this.sender = canonical(from);
    this.from = from;
    this.message = message;
    // Every message passes here, and Promise.withResolvers would make an object more.
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

interface Head {
  /** The last number given. */
  last: number;
  /** How many of the latest are not durable yet; at none the mailboxes know as much. */
  inFlight: number;
}

export class Appends {
  readonly #state: State;
  readonly #journal: Journal;
  readonly #heads = new Map<ConversationKey, Head>();
  readonly #inFlight = new InFlight();
  /** Conversations in which someone waits for a mailbox → when the last of them has its number. */
  readonly #turns = new Map<ConversationKey, Promise<void>>();

  constructor(state: State, journal: Journal) {
    this.#state = state;
    this.#journal = journal;
  }

  /** Throws a StoreError `unknown`. */
  append(message: Append): Promise<Appended> {
    const { name } = this.#state.accounts.require(message.from);
    if (message.conversation.kind === "pair") {
      for (const member of message.conversation.between) this.#state.accounts.require(member);
    }
    const conversation = keyOf(message.conversation);
    const asked = new Asked(conversation, name, message);
    const mailbox = this.#turns.has(conversation) ? undefined : this.#state.mailboxes.loaded(asked.sender);
    if (mailbox) this.#accept(asked, mailbox);
    else this.#wait(asked);
    return asked.promise;
  }

  /** What an earlier append of this sender under this key gave. Throws a StoreError `unknown`. */
  async sent(from: string, key: string): Promise<Appended | undefined> {
    const sender = canonical(this.#state.accounts.require(from).name);
    const mailbox = await this.#state.mailboxes.get(sender);
    const earlier = mailbox.sent.get(key) ?? this.#inFlight.get(sender, key);
    return earlier && repeat(earlier);
  }

  /** Number of the latest message that was given one. */
  latest(conversation: ConversationKey, mailbox?: Mailbox): number {
    const durable =
      conversation === everyoneKey
        ? this.#state.room.last
        : (mailbox?.standings.get(conversation)?.last ?? 0);
    return this.#heads.get(conversation)?.last ?? durable;
  }

  /** To be called when a message is on disk. */
  durable({ conversation, from }: RecordOf<"message">): void {
    this.#inFlight.remove(canonical(from));
    const head = this.#heads.get(conversation);
    if (head && --head.inFlight === 0) this.#heads.delete(conversation);
  }

  /** Resolves when nobody waits for a number. */
  async settled(): Promise<void> {
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  #wait(asked: Asked): void {
    const { conversation } = asked;
    const turn = this.#takeTurn(asked, this.#turns.get(conversation)).then(() => {
      if (this.#turns.get(conversation) === turn) this.#turns.delete(conversation);
    });
    this.#turns.set(conversation, turn);
  }

  async #takeTurn(asked: Asked, before: Promise<void> | undefined): Promise<void> {
    const { mailboxes } = this.#state;
    try {
      let mailbox: Mailbox | undefined;
      // While others have their turn it may leave memory again.
      while (!mailbox) {
        await Promise.all([mailboxes.get(asked.sender), before]);
        mailbox = mailboxes.loaded(asked.sender);
      }
      this.#accept(asked, mailbox);
    } catch (error) {
      await before;
      asked.reject(error);
    }
  }

  #accept(asked: Asked, mailbox: Mailbox): void {
    const { sender, from, conversation, message } = asked;
    const { text, time, key } = message;
    const earlier = mailbox.sent.get(key) ?? this.#inFlight.get(sender, key);
    if (earlier) {
      asked.resolve(repeat(earlier));
      return;
    }
    this.#inFlight.add(asked);
    const number = this.#nextNumber(conversation, mailbox);
    this.#journal.add({ kind: "message", conversation, number, from, text, time, key }, asked);
  }

  #nextNumber(conversation: ConversationKey, mailbox: Mailbox): number {
    let head = this.#heads.get(conversation);
    if (!head) {
      head = { last: this.latest(conversation, mailbox), inFlight: 0 };
      this.#heads.set(conversation, head);
    }
    head.inFlight++;
    return ++head.last;
  }
}

/** What is on its way to disk, by sender and key. */
class InFlight {
  readonly #bySender = new Map<string, Unsettled>();

  get(sender: string, key: string): Promise<Appended> | undefined {
    return this.#bySender.get(sender)?.get(key);
  }

  add(asked: Asked): void {
    const ofSender = this.#bySender.get(asked.sender);
    if (ofSender) ofSender.add(asked);
    else this.#bySender.set(asked.sender, new Unsettled(asked));
  }

  /** The oldest of this sender: the journal keeps the order. */
  remove(sender: string): void {
    if (this.#bySender.get(sender)?.removeOldest() === false) this.#bySender.delete(sender);
  }
}

/**
 * Of one sender, who may have any number of them there, in any order of keys. Keys rise, as ULIDs do, so a new one is
 * nearly always known to be new by the largest alone, and they are looked up only for those that don't.
 */
class Unsettled {
  #oldest: Asked | undefined;
  #latest: Asked;
  #largest: string;
  #byKey: Map<string, Promise<Appended>> | undefined;

  constructor(asked: Asked) {
    this.#oldest = asked;
    this.#latest = asked;
    this.#largest = asked.message.key;
  }

  get(key: string): Promise<Appended> | undefined {
    if (key > this.#largest) return undefined;
    this.#byKey ??= this.#keys();
    return this.#byKey.get(key);
  }

  add(asked: Asked): void {
    const { key } = asked.message;
    this.#latest.next = asked;
    this.#latest = asked;
    if (key > this.#largest) this.#largest = key;
    this.#byKey?.set(key, asked.promise);
  }

  /** Returns whether there are others. */
  removeOldest(): boolean {
    if (this.#oldest) this.#byKey?.delete(this.#oldest.message.key);
    this.#oldest = this.#oldest?.next;
    return this.#oldest !== undefined;
  }

  #keys(): Map<string, Promise<Appended>> {
    const keys = new Map<string, Promise<Appended>>();
    for (let asked = this.#oldest; asked; asked = asked.next) keys.set(asked.message.key, asked.promise);
    return keys;
  }
}

async function repeat(earlier: Sent | Promise<Appended>): Promise<Appended> {
  const { number, time } = await earlier;
  return { number, time, repeated: true };
}
