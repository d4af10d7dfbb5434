/**
 * Which of the colours each person has: the one that the name asks for, or, where somebody has that one, another that
 * fewest have. Whoever has one keeps it.
 */

export class People {
  readonly #colours: number;
  readonly #given = new Map<string, number>();
  readonly #used: number[];

  constructor(colours: number) {
    this.#colours = colours;
    this.#used = Array(colours).fill(0);
  }

  /** Gives colours to who has none; the order of the names makes no difference. */
  add(names: readonly string[]): void {
    const fresh = names.filter((name) => !this.#given.has(name)).map((name) => ({ name, hash: hash(name) }));
    fresh.sort((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1));
    for (const { name, hash } of fresh) {
      const colour = this.#freest(hash % this.#colours);
      this.#given.set(name, colour);
      this.#used[colour] = this.#usesOf(colour) + 1;
    }
  }

  /** The index of a person's colour. */
  colourOf(name: string): number {
    return this.#given.get(name) ?? hash(name) % this.#colours;
  }

  #freest(wanted: number): number {
    let best = wanted;
    for (let step = 1; step < this.#colours; step++) {
      const other = (wanted + step) % this.#colours;
      if (this.#usesOf(other) < this.#usesOf(best)) best = other;
    }
    return best;
  }

  #usesOf(colour: number): number {
    return this.#used[colour] ?? 0;
  }
}

/** FNV-1a, its bits mixed once more: names that differ in one letter are far apart. */
function hash(name: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < name.length; index++)
    bits = Math.imul(bits ^ name.charCodeAt(index), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  return (bits ^ (bits >>> 13)) >>> 0;
}
