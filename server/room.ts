/**
 * Fan-out to everyone who is logged in. What is sent in one turn of the event loop is joined into one buffer that all
 * members share, so a member costs one write per turn and nothing per frame. Only members who must not get
 * everything (the sender, who blocks, who is catching up) get a buffer of their own.
 */

/** What the room needs of a member. */
export interface Member {
  sendShared(frames: readonly Buffer[]): void;
  /** Writes what is queued for it alone. */
  flush(): void;
}

const fewRuns = 8;

export class Room<M extends Member> {
  readonly #members = new Set<M>();
  #frames: Buffer[] = [];
  /** Ascending indexes into the frames of this turn that a member must not get. */
  readonly #withheld = new Map<M, number[]>();

  join(member: M): void {
    this.#members.add(member);
    // What was sent before someone joined is not for them. Sent on at once, each login of a storm would be a write to all.
    if (this.#frames.length > 0) this.#withheld.set(member, [...this.#frames.keys()]);
  }

  leave(member: M): void {
    this.#members.delete(member);
    this.#withheld.delete(member);
  }

  /** To how many members it goes. */
  send(frame: Buffer, except: Iterable<M>): number {
    if (this.#frames.length === 0) setImmediate(() => this.#flush());
    const index = this.#frames.push(frame) - 1;
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
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    this.#frames = [];
    const all = frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
    const offsets = offsetsOf(frames);
    // Senders, mostly, first: they go on with the answers that wait for them while the others get theirs.
    for (const [member, indexes] of this.#withheld) {
      if (indexes.length < frames.length) member.sendShared(joinedIfMany(without(indexes, all, offsets)));
      else member.flush();
    }
    const whole = [all];
    for (const member of this.#members) if (!this.#withheld.has(member)) member.sendShared(whole);
    this.#withheld.clear();
  }
}

/** Where each frame begins in all of them, and where the last one ends. */
function offsetsOf(frames: readonly Buffer[]): number[] {
  const offsets = [0];
  let end = 0;
  for (const frame of frames) {
    end += frame.length;
    offsets.push(end);
  }
  return offsets;
}

/** What lies between the withheld frames: who sends much withholds whole runs from themselves. */
function without(withheld: readonly number[], all: Buffer, offsets: readonly number[]): Buffer[] {
  const runs: Buffer[] = [];
  let from = 0;
  for (const index of [...withheld, offsets.length - 1]) {
    if (index > from) runs.push(all.subarray(offsets[from], offsets[index]));
    from = index + 1;
  }
  return runs;
}

/** A few parts are written as they are; many cost more than a copy. */
function joinedIfMany(runs: readonly Buffer[]): readonly Buffer[] {
  return runs.length <= fewRuns ? runs : [Buffer.concat(runs)];
}
