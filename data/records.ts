/**
 * What a line of the journal may say: one row per kind, with its fields and what applying it tells the caller. Names
 * are canonical except where they are spelled for people (`name` of an account, `from` of a message).
 */
import type { Appended, CursorName, Grant } from "./store.ts";

export interface RecordFields {
  /** First in every journal file: from here on the file is written in this version. */
  begin: { readonly version: number };
  /** `room`: number of the latest message to everyone, where the new account's cursors start. */
  account: {
    readonly name: string;
    readonly passwordHash: string;
    readonly createdAt: number;
    readonly room: number;
  };
  login: { readonly name: string; readonly time: number };
  logout: { readonly name: string; readonly time: number };
  password: { readonly name: string; readonly passwordHash: string; readonly grants: "keep" | "revoke" };
  grant: { readonly name: string; readonly grant: Grant };
  revoke: { readonly name: string; readonly id: string };
  deletion: { readonly name: string; readonly time: number };
  /** `room`: number of the latest message to everyone before the block. */
  block: { readonly owner: string; readonly target: string; readonly time: number; readonly room: number };
  /** `room`: number of the latest message to everyone that the block hid; `received`: how far the owner has got. */
  unblock: {
    readonly owner: string;
    readonly target: string;
    readonly room: number;
    readonly received: number;
  };
  /** `conversation`: a ConversationKey. */
  message: {
    readonly conversation: string;
    readonly number: number;
    readonly from: string;
    readonly text: string;
    readonly time: number;
    readonly key: string;
  };
  cursor: {
    readonly owner: string;
    readonly conversation: string;
    readonly cursor: CursorName;
    readonly number: number;
  };
  /** The messages up to `number` are gone for good, which reaches into one page, or to the end of it. */
  removal: { readonly conversation: string; readonly number: number };
  failures: {
    readonly name: string;
    readonly scope: string;
    readonly count: number;
    readonly lockedUntil: number;
    readonly time: number;
  };
  /** `until`: null for a ban without an end. */
  ban: { readonly target: string; readonly since: number; readonly until: number | null };
  unban: { readonly target: string };
}

export type RecordKind = keyof RecordFields;
export type RecordOf<Kind extends RecordKind> = { readonly kind: Kind } & RecordFields[Kind];
export type JournalRecord = { [Kind in RecordKind]: RecordOf<Kind> }[RecordKind];

/** What a verb learns from applying its record: `account`, `block`, `unblock` and `unban` whether anything changed. */
export interface Outcomes {
  begin: undefined;
  account: boolean;
  login: undefined;
  logout: undefined;
  password: undefined;
  grant: undefined;
  revoke: undefined;
  deletion: undefined;
  block: boolean;
  unblock: boolean;
  message: Appended;
  cursor: undefined;
  removal: undefined;
  failures: undefined;
  ban: undefined;
  unban: boolean;
}

/** A record with its place in the journal; documents remember the place of the last one applied to them. */
export interface Change {
  readonly sequence: number;
  readonly record: JournalRecord;
}
