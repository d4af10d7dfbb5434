/**
 * Fan-out to everyone who is logged in. What is sent in one turn of the event loop is joined into one buffer that all
 * members share, messages of it into as few events as may be, so a member costs one write per turn and nothing per
 * message. Only members who must not get everything (the sender, who blocks, who is catching up) get a buffer of their own.
 */
import { beginPosted, postedAtMost } from "../protocol/index.ts";

/** What the room needs of a member. */
export interface Member {
  sendShared(frames: readonly Buffer[]): void;
  /** Writes what is queued for it alone. */
  flush(): void;
}

/** So few parts, or parts that are so large on average, are written as they are; otherwise a copy costs less. */
const fewParts = 8;
const largePart = 2048;

export class Room<M extends Member> {
  readonly #members = new Set<M>();
  #turn = new Turn();
  /** Ascending indexes into what is sent in this turn, of what a member must not get. */
  readonly #withheld = new Map<M, number[]>();

  join(member: M): void {
    this.#members.add(member);
    // What was sent before someone joined is not for them. Sent on at once, each login of a storm would be a write to all.
    const { length } = this.#turn;
    if (length > 0) this.#withheld.set(member, [...Array(length).keys()]);
  }

  leave(member: M): void {
    this.#members.delete(member);
    this.#withheld.delete(member);
  }

  /** A frame by itself. Returns to how many members it goes. */
  send(frame: Buffer, except: Iterable<M>): number {
    return this.#add(frame, false, except);
  }

  /** A message to everyone, by `encodeMessage`. Returns to how many members it goes. */
  post(message: Buffer, except: Iterable<M>): number {
    return this.#add(message, true, except);
  }

  #add(bytes: Buffer, isMessage: boolean, except: Iterable<M>): number {
    if (this.#turn.length === 0) setImmediate(() => this.#flush());
    const index = this.#turn.add(bytes, isMessage);
    let count = this.#members.size;
    for (const member of except) {
      if (!this.#members.has(member)) continue;
      const indexes = this.#withheld.get(member);
      if (indexes?.at(-1) === index) continue;
      if (indexes === undefined) this.#withheld.set(member, [index]);
      else indexes.push(index);
      count--;
    }
    return count;
  }

  #flush(): void {
    if (this.#turn.length === 0) return;
    const turn = this.#turn;
    this.#turn = new Turn();
    turn.join();
    // Senders, mostly, first: they go on with the answers that wait for them while the others get theirs.
    for (const [member, indexes] of this.#withheld) {
      if (indexes.length < turn.length) member.sendShared(joinedIfSmall(turn.without(indexes)));
      else member.flush();
    }
    const whole = [Buffer.concat(turn.without([]))];
    for (const member of this.#members) if (!this.#withheld.has(member)) member.sendShared(whole);
    this.#withheld.clear();
  }
}

/** What is sent in one turn: frames, and messages that are not in frames yet. */
class Turn {
  readonly #parts: Buffer[] = [];
  readonly #isMessage: boolean[] = [];
  /** Where each part begins in all of them, and where the last one ends. */
  readonly #offsets: number[] = [0];
  #all: Buffer = Buffer.alloc(0);

  get length(): number {
    return this.#parts.length;
  }

  /** Returns its index. */
  add(bytes: Buffer, isMessage: boolean): number {
    this.#isMessage.push(isMessage);
    this.#offsets.push(this.#offset(this.length) + bytes.length);
    return this.#parts.push(bytes) - 1;
  }

  /** Nothing is added any more. */
  join(): void {
    this.#all = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
  }

  /** What lies between the withheld parts, as frames: who sends much withholds whole runs from themselves. */
  without(withheld: readonly number[]): Buffer[] {
    const frames: Buffer[] = [];
    let from = 0;
    for (const index of [...withheld, this.length]) {
      while (from < index) from = this.#addRun(frames, from, index);
      from = index + 1;
    }
    return frames;
  }

  /** The frames, or one event of the messages, that begin with this part. Returns where what is next begins. */
  #addRun(frames: Buffer[], from: number, to: number): number {
    const areMessages = this.#isMessage[from] === true;
    const start = this.#offset(from);
    const most = areMessages ? Math.min(to, from + postedAtMost.messages) : to;
    let end = from + 1;
    while (end < most && this.#isMessage[end] === areMessages) {
      if (areMessages && this.#offset(end + 1) - start > postedAtMost.bytes) break;
      end++;
    }
    const bytes = this.#all.subarray(start, this.#offset(end));
    if (areMessages) frames.push(beginPosted(end - from, bytes.length));
    frames.push(bytes);
    return end;
  }

  #offset(index: number): number {
    return this.#offsets[index] as number;
  }
}

function joinedIfSmall(parts: readonly Buffer[]): readonly Buffer[] {
  if (parts.length <= fewParts) return parts;
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  return bytes / parts.length >= largePart ? parts : [Buffer.concat(parts, bytes)];
}
