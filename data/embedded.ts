/** The store in a folder of one machine: each verb of store.ts in terms of the parts. */
import { canonical, type Message } from "../protocol/index.ts";
import type { Appends } from "./appends.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { conversationOf, everyoneKey, keyOf, membersOf } from "./conversations.ts";
import type { Journal } from "./journal.ts";
import type { Lock } from "./lock.ts";
import { type Mailbox, nowhere } from "./mailboxes.ts";
import { type Extent, readPage } from "./messages.ts";
import { lastBeside } from "./pageFiles.ts";
import type { JournalRecord, Outcomes, RecordKind, RecordOf } from "./records.ts";
import type { State } from "./state.ts";
import {
  type Account,
  type Append,
  type Appended,
  type Ban,
  type Conversation,
  type ConversationState,
  type CursorName,
  everyone,
  type Failures,
  type Grant,
  type PageQuery,
  type Store,
  StoreError,
} from "./store.ts";

export interface Parts {
  readonly lock: Lock;
  readonly state: State;
  readonly journal: Journal;
  readonly appends: Appends;
  readonly checkpoints: Checkpoints;
}

export class EmbeddedStore implements Store {
  readonly #lock: Lock;
  readonly #state: State;
  readonly #journal: Journal;
  readonly #appends: Appends;
  readonly #checkpoints: Checkpoints;
  /** Verbs that wait for a mailbox before they write. */
  readonly #waiting = new Set<Promise<unknown>>();
  /** The removals asked for so far. */
  #removing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor({ lock, state, journal, appends, checkpoints }: Parts) {
    this.#lock = lock;
    this.#state = state;
    this.#journal = journal;
    this.#appends = appends;
    this.#checkpoints = checkpoints;
  }

  async createAccount(account: { name: string; passwordHash: string; createdAt: number }): Promise<void> {
    const { name, passwordHash, createdAt } = account;
    if (!/^[a-z][a-z0-9_-]*$/i.test(name)) throw new RangeError(`${JSON.stringify(name)} can't be a name.`);
    const exists = () => new StoreError("exists", `There is an account named ${name} already.`);
    if (this.account(name)) throw exists();
    const room = this.#latestBroadcast();
    if (!(await this.#write({ kind: "account", name, passwordHash, createdAt, room }))) throw exists();
  }

  account(name: string): Account | undefined {
    return this.#state.accounts.find(name);
  }

  accounts(after: string, count: number): readonly Account[] {
    return this.#state.accounts.after(after, count);
  }

  async recordLogin(name: string, time: number): Promise<void> {
    await this.#write({ kind: "login", name: this.#living(name), time });
  }

  async recordLogout(name: string, time: number): Promise<void> {
    await this.#write({ kind: "logout", name: this.#known(name), time });
  }

  loggedInSince(since: number): readonly Account[] {
    return this.#state.accounts.loggedInSince(since);
  }

  async setPassword(name: string, passwordHash: string, grants: "keep" | "revoke"): Promise<void> {
    await this.#write({ kind: "password", name: this.#living(name), passwordHash, grants });
  }

  async deleteAccount(name: string, time: number): Promise<void> {
    await this.#write({ kind: "deletion", name: this.#living(name), time });
  }

  grants(name: string): readonly Grant[] {
    return this.#state.accounts.grantsOf(name);
  }

  async setGrant(name: string, grant: Grant): Promise<void> {
    await this.#write({ kind: "grant", name: this.#living(name), grant });
  }

  async revokeGrant(name: string, id: string): Promise<void> {
    await this.#write({ kind: "revoke", name: this.#known(name), id });
  }

  async block(owner: string, target: string, time: number): Promise<boolean> {
    const [by, whom] = [this.#living(owner), this.#living(target)];
    return this.#write({ kind: "block", owner: by, target: whom, time, room: this.#latestBroadcast() });
  }

  async unblock(owner: string, target: string): Promise<boolean> {
    const [by, whom] = [this.#known(owner), this.#known(target)];
    // What is not in memory is not waited for, lest a block asked for meanwhile overtake: then more is remembered.
    const received = this.#state.mailboxes.loaded(by)?.standings.get(everyoneKey)?.received ?? 0;
    return this.#write({ kind: "unblock", owner: by, target: whom, room: this.#latestBroadcast(), received });
  }

  isBlocked(owner: string, target: string): boolean {
    return this.#state.accounts.blocksOf(owner).has(canonical(target));
  }

  blocks(owner: string): readonly { readonly name: string; readonly since: number }[] {
    const blocks = [...this.#state.accounts.blocksOf(owner)].map(([name, { since }]) => ({ name, since }));
    return blocks.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  wasHidden(owner: string, from: string, number: number): boolean {
    const ended = this.#state.accounts.endedBlocksOf(owner);
    if (ended.length === 0) return false;
    const sender = canonical(from);
    return ended.some(({ name, after, upTo }) => name === sender && number > after && number <= upTo);
  }

  blockersOf(name: string): ReadonlySet<string> {
    return this.#state.accounts.blockersOf(name);
  }

  append(message: Append): Promise<Appended> {
    try {
      this.#refuseIfClosed();
      return this.#appends.append(message);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  sent(from: string, key: string): Promise<Appended | undefined> {
    return this.#appends.sent(from, key);
  }

  async page(query: PageQuery): Promise<readonly Message[]> {
    const { removed, last } = await this.#extent(query.conversation);
    try {
      return await readPage(this.#state.pages, keyOf(query.conversation), { removed, last }, query);
    } catch (error) {
      // Messages may have been removed while they were being read.
      if ((await this.removed(query.conversation)) > removed) return this.page(query);
      throw error;
    }
  }

  async last(conversation: Conversation): Promise<number> {
    return (await this.#extent(conversation)).last;
  }

  async removed(conversation: Conversation): Promise<number> {
    return (await this.#extent(conversation)).removed;
  }

  async remove(conversation: Conversation, upTo: number): Promise<void> {
    this.#refuseIfClosed();
    // One after the other, since each goes on where the one before has stopped.
    const removing = this.#removing.then(() => this.#remove(conversation, upTo));
    this.#removing = removing.catch(() => {});
    await removing;
  }

  /** A record for each page, so that each is a change to one document. */
  async #remove(conversation: Conversation, upTo: number): Promise<void> {
    const { last, removed } = await this.#extent(conversation);
    const end = Math.min(upTo, last);
    for (let number = removed; number < end && !this.#closing; ) {
      number = Math.min(end, lastBeside(number + 1));
      await this.#commit({ kind: "removal", conversation: keyOf(conversation), number });
    }
  }

  async #extent(conversation: Conversation): Promise<Extent> {
    const key = keyOf(conversation);
    const members = membersOf(key).map((member) => this.#known(member));
    const [one, other] = members;
    if (one === undefined || other === undefined) return this.#state.room;
    const { mailboxes } = this.#state;
    const mailbox = mailboxes.loaded(one) ?? mailboxes.loaded(other) ?? (await mailboxes.get(one));
    return mailbox.standings.get(key) ?? nowhere;
  }

  async conversation(owner: string, conversation: Conversation): Promise<ConversationState> {
    const mailbox = await this.#state.mailboxes.get(this.#known(owner));
    return this.#stateOf(mailbox, keyOf(conversation));
  }

  async conversations(owner: string): Promise<readonly ConversationState[]> {
    const mailbox = await this.#state.mailboxes.get(this.#known(owner));
    const pairs = [...mailbox.standings.keys()].filter((key) => key !== everyoneKey);
    const states = pairs.map((key) => this.#stateOf(mailbox, key)).sort((a, b) => b.lastTime - a.lastTime);
    return [this.#stateOf(mailbox, everyoneKey), ...states];
  }

  async *everyConversation(): AsyncGenerator<Conversation> {
    yield everyone;
    for (const name of this.#state.accounts.ever()) {
      // What is wrong with a mailbox is told to who asks for it.
      const mailbox = await this.#state.mailboxes.get(name).catch(() => undefined);
      // Both of a pair have it: it's told with the first.
      const pairs = [...(mailbox?.standings.keys() ?? [])].filter((key) => membersOf(key)[0] === name);
      for (const key of pairs) yield conversationOf(key);
    }
  }

  moveCursor(owner: string, conversation: Conversation, cursor: CursorName, number: number): Promise<number> {
    const moving = this.#moveCursor(owner, conversation, cursor, number);
    this.#waiting.add(moving);
    const done = () => this.#waiting.delete(moving);
    moving.then(done, done);
    return moving;
  }

  failures(name: string, scope: string): Failures {
    const found = this.#state.failures.get(canonical(name), scope);
    return { count: found?.count ?? 0, lockedUntil: found?.lockedUntil ?? 0 };
  }

  async setFailures(name: string, scope: string, failures: Failures, time: number): Promise<void> {
    const { count, lockedUntil } = failures;
    await this.#write({ kind: "failures", name: canonical(name), scope, count, lockedUntil, time });
  }

  failuresOf(name: string): readonly (Failures & { readonly scope: string })[] {
    return this.#state.failures.of(canonical(name));
  }

  ban(target: string): Ban | undefined {
    const found = this.#state.bans.get(target);
    return found && { ...found, until: found.until ?? undefined };
  }

  bans(): readonly Ban[] {
    return [...this.#state.bans.keys()].sort().flatMap((target) => this.ban(target) ?? []);
  }

  async setBan({ target, since, until }: Ban): Promise<void> {
    await this.#write({ kind: "ban", target, since, until: until ?? null });
  }

  liftBan(target: string): Promise<boolean> {
    return this.#write({ kind: "unban", target });
  }

  get failure(): StoreError | undefined {
    return this.#journal.failure;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#waiting);
    await this.#removing;
    await this.#appends.settled();
    await this.#journal.settled();
    await this.#checkpoints.close();
    await this.#journal.close();
    await this.#lock.release();
  }

  async #moveCursor(
    owner: string,
    conversation: Conversation,
    cursor: CursorName,
    to: number,
  ): Promise<number> {
    this.#refuseIfClosed();
    const name = this.#known(owner);
    const key = keyOf(conversation);
    const before = await this.conversation(name, conversation);
    const number = Math.min(to, before.last);
    if (number <= before[cursor]) return before[cursor];
    await this.#commit({ kind: "cursor", owner: name, conversation: key, cursor, number });
    return (await this.conversation(name, conversation))[cursor];
  }

  #stateOf(mailbox: Mailbox, key: string): ConversationState {
    const standing = mailbox.standings.get(key) ?? nowhere;
    if (key === everyoneKey) return { ...standing, ...this.#state.room, conversation: everyone };
    const [one = "", other = ""] = membersOf(key).map((name) => this.account(name)?.name ?? name);
    return { ...standing, conversation: { kind: "pair", between: [one, other] } };
  }

  /** Number of the latest message to everyone that comes before what is written next. */
  #latestBroadcast(): number {
    return this.#appends.latest(everyoneKey);
  }

  /** The canonical name of an account that there is, or was. */
  #known(name: string): string {
    return canonical((this.account(name) ?? this.#state.accounts.require(name)).name);
  }

  /** The canonical name of an account that isn't deleted. */
  #living(name: string): string {
    return canonical(this.#state.accounts.require(name).name);
  }

  #refuseIfClosed(): void {
    if (this.#closing) throw new StoreError("unavailable", "The store is closed.");
  }

  async #write<Kind extends RecordKind>(record: RecordOf<Kind>): Promise<Outcomes[Kind]> {
    this.#refuseIfClosed();
    return this.#commit(record);
  }

  /** Resolves, when the record is on disk and applied, to what applying it told. */
  #commit<Kind extends RecordKind>(record: RecordOf<Kind>): Promise<Outcomes[Kind]> {
    return new Promise((resolve, reject) => this.#journal.add(record as JournalRecord, { resolve, reject }));
  }
}
