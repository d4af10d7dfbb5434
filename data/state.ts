/**
 * Everything the store knows: which documents there are, and which of them a record changes. A record comes here
 * when it is durable, so what is read here may be shown.
 */
import { canonical } from "../protocol/index.ts";
import { shardOf, shards } from "./accountDocuments.ts";
import { Accounts, type Shards } from "./accounts.ts";
import { type BanFields, type BanTable, bansKey, banTables } from "./bans.ts";
import { everyoneKey, membersOf } from "./conversations.ts";
import { type FailureFields, type FailureTable, failuresKey, failureTables } from "./failures.ts";
import type { Files } from "./files.ts";
import { type Mailbox, type MailboxFields, mailboxes } from "./mailboxes.ts";
import { type Pages, pages } from "./messages.ts";
import { pageKey } from "./pageFiles.ts";
import type { Change, JournalRecord, Outcomes, RecordOf } from "./records.ts";
import { type Room, rooms } from "./room.ts";
import { Shelf } from "./shelf.ts";

export class State {
  readonly mailboxes: Shelf<Mailbox, MailboxFields>;
  readonly pages: Pages;
  readonly accounts: Accounts;
  readonly room: Room;
  readonly failures: FailureTable;
  readonly bans: BanTable;
  readonly #documents: Documents;

  private constructor(
    documents: Documents,
    accounts: Accounts,
    room: Room,
    failures: FailureTable,
    bans: BanTable,
  ) {
    this.#documents = documents;
    this.mailboxes = documents.mailboxes;
    this.pages = documents.pages;
    this.accounts = accounts;
    this.room = room;
    this.failures = failures;
    this.bans = bans;
  }

  /** Reads what stays in memory for good, with what the journal adds to it. */
  static async load(documents: Documents): Promise<State> {
    const [accounts, room, failures, bans] = await Promise.all([
      Accounts.load(documents.shards, (change) => documents.change(change)),
      documents.rooms.get(everyoneKey),
      documents.failures.get(failuresKey),
      documents.bans.get(bansKey),
    ]);
    return new State(documents, accounts, room, failures, bans);
  }

  /** `json`: the record as it is in the journal. */
  apply(change: Change, json: string): Outcomes[JournalRecord["kind"]] {
    const { record } = change;
    switch (record.kind) {
      case "account":
      case "login":
      case "logout":
      case "password":
      case "grant":
      case "revoke":
      case "deletion":
      case "block":
      case "unblock":
        return this.accounts.apply({ ...change, record });
      case "message":
        this.#documents.change(change, json);
        return { number: record.number, time: record.time, repeated: false };
      case "unban": {
        const was = this.bans.has(record.target);
        this.#documents.change(change);
        return was;
      }
      default:
        return this.#documents.change(change);
    }
  }
}

/** Bytes that documents in memory may weigh together. */
export interface Caches {
  readonly mailboxes: number;
  readonly pages: number;
}

export const usualCaches: Caches = { mailboxes: 50_331_648, pages: 16_777_216 };

/** All documents, those that no account or conversation asks for included. */
export class Documents {
  readonly shards: Shards;
  readonly mailboxes: Shelf<Mailbox, MailboxFields>;
  readonly pages: Pages;
  readonly rooms: Shelf<Room, Room>;
  readonly failures: Shelf<FailureTable, FailureFields>;
  readonly bans: Shelf<BanTable, BanFields>;

  /** `latest`: sequence number of the last record in the journal. */
  constructor(files: Files, folder: string, latest: () => number, caches: Caches = usualCaches) {
    this.shards = new Shelf(files, shards(folder), latest);
    this.mailboxes = new Shelf(files, mailboxes(folder), latest, caches.mailboxes);
    this.pages = new Shelf(files, pages(folder), latest, caches.pages);
    this.rooms = new Shelf(files, rooms(folder), latest);
    this.failures = new Shelf(files, failureTables(folder), latest);
    this.bans = new Shelf(files, banTables(folder), latest);
  }

  /** What waits to be written, each as a function that writes it. */
  changed(): (() => Promise<void>)[] {
    const shelves = [this.shards, this.mailboxes, this.pages, this.rooms, this.failures, this.bans];
    return shelves.flatMap((shelf) => shelf.changed().map((key) => () => shelf.write(key)));
  }

  /** Hands a record to the documents that it changes. */
  change(change: Change, json?: string): undefined {
    const { record } = change;
    switch (record.kind) {
      case "begin":
        return;
      case "account":
        this.mailboxes.change(canonical(record.name), change);
        return this.shards.change(shardOf(canonical(record.name)), change);
      case "login":
      case "logout":
      case "password":
      case "grant":
      case "revoke":
      case "deletion":
        return this.shards.change(shardOf(record.name), change);
      case "block":
      case "unblock":
        return this.shards.change(shardOf(record.owner), change);
      case "message":
        return this.#addMessage(change, record, json);
      case "cursor":
        for (const owner of membersOf(record.conversation)) this.mailboxes.change(owner, change);
        if (record.conversation === everyoneKey) this.mailboxes.change(record.owner, change);
        return;
      case "removal":
        this.pages.change(pageKey(record.conversation, record.number), change);
        for (const member of membersOf(record.conversation)) this.mailboxes.change(member, change);
        if (record.conversation === everyoneKey) this.rooms.change(everyoneKey, change);
        return;
      case "failures":
        return this.failures.change(failuresKey, change);
      case "ban":
      case "unban":
        return this.bans.change(bansKey, change);
    }
  }

  /** The same few documents however many accounts the message is for. */
  #addMessage(
    change: Change,
    { conversation, number, from }: RecordOf<"message">,
    json: string | undefined,
  ): undefined {
    this.pages.change(pageKey(conversation, number), change, json);
    if (conversation === everyoneKey) {
      this.rooms.change(everyoneKey, change);
      this.mailboxes.change(canonical(from), change);
    }
    for (const member of membersOf(conversation)) this.mailboxes.change(member, change);
  }
}
