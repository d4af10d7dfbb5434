/** What clients noted during a history, in the order in which it happened to them: all that the checker gets to see. */
import type { Message } from "../../protocol/index.ts";

/** A client that was used by a person, from a login to the logout that makes it forget what it had. */
interface Source {
  /** Client of one account; an account may have several. */
  readonly device: string;
  readonly account: string;
  /** Counts the logouts of the device. */
  readonly life: number;
  /** Time of the login of the session that it happened in, ms; undefined outside of one. */
  readonly session: number | undefined;
}

export type Happening =
  /** The conversation is `everyone` or the other account's name. */
  | { readonly kind: "sent"; readonly key: string; readonly conversation: string; readonly text: string }
  | { readonly kind: "stored"; readonly key: string; readonly number: number; readonly time: number }
  | { readonly kind: "refused"; readonly key: string; readonly code: string }
  | { readonly kind: "got"; readonly conversation: string; readonly message: Message }
  | { readonly kind: "session" }
  /** A command was given. */
  | { readonly kind: "block" | "unblock"; readonly name: string; readonly command: number }
  /** The command of that number was acknowledged. */
  | { readonly kind: "done"; readonly command: number }
  /** Something that no history may bring about, in words. */
  | { readonly kind: "defect"; readonly what: string };

export type Fact = Source & Happening;
export type FactOf<Kind extends Fact["kind"]> = Fact & { kind: Kind };

/** Account → conversation → its messages in ascending order. */
export type Histories = ReadonlyMap<string, ReadonlyMap<string, readonly Message[]>>;

/** What was read afresh when all was over. */
export interface Final {
  /** With the blocks that stood then. */
  readonly shown: Histories;
  /** Without any. */
  readonly whole: Histories;
  /** Account → whom it blocked in the end. */
  readonly blocks: ReadonlyMap<string, ReadonlySet<string>>;
}
