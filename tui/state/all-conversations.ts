/**
 * The conversations of an account, by id. One with a change in it shares the ids with the one before and copies
 * pointers only, because every key that is typed changes a draft.
 */
import type { Conversation } from "./state.ts";

export class Conversations {
  /** In the order in which they came. */
  readonly all: readonly Conversation[];
  /** Where they are among them. */
  readonly places: ReadonlyMap<string, number>;

  private constructor(all: readonly Conversation[], places: ReadonlyMap<string, number>) {
    this.all = all;
    this.places = places;
  }

  static of(...all: readonly Conversation[]): Conversations {
    return new Conversations([], new Map()).with(...all);
  }

  get size(): number {
    return this.all.length;
  }

  get(id: string): Conversation | undefined {
    const place = this.places.get(id);
    return place === undefined ? undefined : this.all[place];
  }

  values(): IteratorObject<Conversation> {
    return this.all.values();
  }

  /** With these in the place of those of the same id, or after all others. */
  with(...changed: readonly Conversation[]): Conversations {
    const all = [...this.all];
    const added = new Map<string, number>();
    for (const conversation of changed) {
      const { id } = conversation;
      const place = this.places.get(id) ?? added.get(id) ?? all.length;
      if (place === all.length) added.set(id, place);
      all[place] = conversation;
    }
    return new Conversations(all, added.size === 0 ? this.places : new Map([...this.places, ...added]));
  }

  /** All of them changed; none may get another id. */
  map(change: (conversation: Conversation) => Conversation): Conversations {
    return new Conversations(this.all.map(change), this.places);
  }

  /** Those that are not as they were; undefined where it's not about the same ones. */
  changedSince({ all, places }: Conversations): readonly Conversation[] | undefined {
    return places === this.places ? this.all.filter((one, index) => one !== all[index]) : undefined;
  }
}
