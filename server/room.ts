/**
 * Fan-out to everyone who is logged in. What is sent in one turn of the event loop is joined into one buffer that all
 * members share, so a member costs one write per turn and nothing per frame. Only members who must not get
 * everything (the sender, who blocks, who is catching up) get a buffer of their own.
 */

/** What the room needs of a member. */
export interface Member {
  sendShared(frames: Buffer): void;
}

export class Room<M extends Member> {
  readonly #members = new Set<M>();
  #frames: Buffer[] = [];
  /** Indexes into the frames of this turn that a member must not get. */
  readonly #withheld = new Map<M, Set<number>>();

  join(member: M): void {
    // What was sent before someone joined is not for them.
    this.#flush();
    this.#members.add(member);
  }

  leave(member: M): void {
    this.#members.delete(member);
    this.#withheld.delete(member);
  }

  send(frame: Buffer, except: Iterable<M>): void {
    if (this.#frames.length === 0) setImmediate(() => this.#flush());
    const index = this.#frames.push(frame) - 1;
    for (const member of except) {
      const indexes = this.#withheld.get(member);
      if (indexes) indexes.add(index);
      else this.#withheld.set(member, new Set([index]));
    }
  }

  #flush(): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    this.#frames = [];
    const all = frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
    for (const member of this.#members) {
      const withheld = this.#withheld.get(member);
      if (withheld === undefined) member.sendShared(all);
      else if (withheld.size < frames.length) {
        member.sendShared(Buffer.concat(frames.filter((_, index) => !withheld.has(index))));
      }
    }
    this.#withheld.clear();
  }
}
