/**
 * Password hashes: scrypt off the event loop, two at a time, with a bounded queue, so that a storm of logins delays
 * neither delivery nor the process. A hash says its own cost, so that the cost can rise later.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { ChatError } from "../protocol/index.ts";

/** scrypt's N (as a power of two), r and p. */
export interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** About 0.3 s of one core; OWASP's password storage cheat sheet names it as equal to its other choices. */
const defaultCost: Cost = { logN: 15, r: 8, p: 3 };
const atOnce = 2;
const queueLimit = 64;
const keyBytes = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export class Passwords {
  readonly #cost: Cost;
  readonly #decoy: string;
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(cost: Cost = defaultCost) {
    this.#cost = cost;
    this.#decoy = format(cost, randomBytes(16), randomBytes(keyBytes));
  }

  /** Throws a ChatError `busy` when too many wait. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    return format(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /** Takes the same time when there is no hash, so that nobody can tell whether an account exists. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const { cost, salt, key } = parse(hash ?? this.#decoy);
    const derived = await this.#derive(password, salt, cost);
    return timingSafeEqual(derived, key) && hash !== undefined;
  }

  /** Whether it costs less to try than a hash that is made now. */
  isOutdated(hash: string): boolean {
    const { logN, r, p } = parse(hash).cost;
    return 2 ** logN * r * p < 2 ** this.#cost.logN * this.#cost.r * this.#cost.p;
  }

  async #derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
    if (this.#running >= atOnce) {
      if (this.#queue.length >= queueLimit) throw new ChatError("busy");
      await new Promise<void>((turn) => this.#queue.push(turn));
    } else this.#running++;
    try {
      const N = 2 ** logN;
      return await derive(password.normalize("NFC"), salt, keyBytes, { N, r, p, maxmem: 256 * N * r });
    } finally {
      // A turn is handed on rather than given back, so that nobody slips in between.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

function format({ logN, r, p }: Cost, salt: Buffer, key: Buffer): string {
  return `scrypt$${logN}$${r}$${p}$${salt.toString("base64")}$${key.toString("base64")}`;
}

function parse(hash: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [kind, logN, r, p, salt, key] = hash.split("$");
  if (kind !== "scrypt" || salt === undefined || key === undefined)
    throw new Error("unknown kind of password hash");
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}
