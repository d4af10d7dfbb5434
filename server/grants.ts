/**
 * Resume tokens, which log in without a password: how they are made, told to be good, and followed by the next. A
 * token is the account's name, the id of a grant and a secret of 256 bits; the store has only hashes. Pure but for chance.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Grant } from "../data/index.ts";
import { canonical } from "../protocol/index.ts";

/** A grant as it is to be stored, and the token that goes with it, which isn't. */
export interface Issued {
  readonly grant: Grant;
  readonly token: string;
}

export interface TokenParts {
  /** Canonical. */
  readonly name: string;
  readonly id: string;
  readonly secret: string;
}

const random = (bytes: number): string => randomBytes(bytes).toString("base64url");

export function newGrant(name: string, lasting: boolean, now: number): Issued {
  const [id, secret] = [random(16), random(32)];
  const grant = { id, lasting, current: hashOf(secret), before: null, usedAt: now };
  return { grant, token: format({ name: canonical(name), id, secret }) };
}

/** Undefined for what never was a token. */
export function partsOf(token: string): TokenParts | undefined {
  const [, name, id, secret] = /^([a-z][a-z0-9_-]*)\.([\w-]{22})\.([\w-]{43})$/.exec(token) ?? [];
  return name && id && secret ? { name, id, secret } : undefined;
}

/**
 * The grant and the token that follow when this one is used. Undefined for a token that was followed already by one
 * that has been used: somebody has copied it. The one before the current gives the current again, so that whoever
 * lost an answer gets it anew, however late and often it is asked for.
 */
export function advance(grant: Grant, parts: TokenParts, now: number): Issued | undefined {
  const hash = hashOf(parts.secret);
  const { before } = grant;
  if (hash !== grant.current && hash !== before?.hash) return undefined;
  const salt = hash === before?.hash ? before.salt : random(32);
  const secret = secretAfter(parts.secret, salt);
  return {
    grant: { ...grant, current: hashOf(secret), before: { hash, salt }, usedAt: now },
    token: format({ ...parts, secret }),
  };
}

/** Can't be told from a random one by whoever lacks either half; the salt is replaced when the next secret is used. */
function secretAfter(secret: string, salt: string): string {
  return createHmac("sha256", salt).update(secret).digest("base64url");
}

/** Plain SHA-256 is enough for what nobody can guess. */
function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

function format({ name, id, secret }: TokenParts): string {
  return `${name}.${id}.${secret}`;
}
