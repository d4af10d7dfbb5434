/** Who is logged in: at most one session per account. */
import { canonical } from "../protocol/index.ts";
import type { Session } from "./session.ts";

export class Sessions {
  readonly #byId = new Map<string, Session>();
  #sorted: readonly Session[] | undefined;

  get size(): number {
    return this.#byId.size;
  }

  of(name: string): Session | undefined {
    return this.#byId.get(canonical(name));
  }

  add(session: Session): void {
    this.#byId.set(session.id, session);
    this.#sorted = undefined;
  }

  /** Whether the session was still the one of its account. */
  remove(session: Session): boolean {
    if (this.#byId.get(session.id) !== session) return false;
    this.#byId.delete(session.id);
    this.#sorted = undefined;
    return true;
  }

  /** All of them by name; sorted once per change, not per question. */
  list(): readonly Session[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.#sorted;
  }
}
