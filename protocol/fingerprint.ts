/** Fingerprints of certificates: how they are written on command lines, shown to people and read back from them. Pure. */
import type { X509Certificate } from "node:crypto";

const prefix = "SHA256:";
const digits = 64;

/** `SHA256:` and 64 lower-case hex digits: the one form in which fingerprints are compared and kept. */
export type Fingerprint = string;

/** Of the whole certificate. */
export function fingerprintOf({ fingerprint256 }: Pick<X509Certificate, "fingerprint256">): Fingerprint {
  return prefix + fingerprint256.replaceAll(":", "").toLowerCase();
}

/**
 * From what a person has typed or copied: with or without `SHA256:` or openssl's `sha256 Fingerprint=`, in any case,
 * with colons, dashes or blanks between the digits. Undefined where it's none.
 */
export function readFingerprint(text: string): Fingerprint | undefined {
  const bare = text.trim().replace(/^sha-?256(:| fingerprint=)/i, "");
  const hex = bare.replace(/[:\s-]/g, "").toLowerCase();
  return hex.length === digits && /^[0-9a-f]+$/.test(hex) ? prefix + hex : undefined;
}

/** Groups of four digits for people to compare, so many in a row. */
export function fingerprintRows(fingerprint: Fingerprint, groupsInRow: number): string[] {
  const row = new RegExp(`(.{4} ?){1,${groupsInRow}}`, "g");
  const groups = fingerprint.slice(prefix.length).replace(/.{4}(?=.)/g, "$& ");
  return (groups.match(row) ?? []).map((one) => one.trimEnd());
}
