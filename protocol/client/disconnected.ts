/** Why a connection ended, or could not be made, in words for the person at the keyboard. */
import { type ClosingCode, ProtocolError } from "../errors.ts";
import type { Fingerprint } from "../fingerprint.ts";
import { Distrusted } from "./trust.ts";

export type DisconnectReason =
  /** The server said why. */
  | {
      readonly kind: "closing";
      readonly code: ClosingCode;
      readonly text: string;
      /** The end of a ban. */
      readonly until?: number;
    }
  /** The system said why: refused, unreachable, reset, unknown host, … */
  | { readonly kind: "network"; readonly code: string }
  /** An answer took too long. */
  | { readonly kind: "silence" }
  /** The server refused the greeting, and said why: the two ends speak no common version. */
  | { readonly kind: "refused"; readonly text: string }
  /** The server's certificate is not trusted; nothing was sent. `expected`: the one that it should have shown, if that is known. */
  | {
      readonly kind: "certificate";
      readonly offered: Fingerprint;
      readonly expected: Fingerprint | undefined;
    }
  /** What came was not this protocol. */
  | { readonly kind: "protocol"; readonly text: string }
  /** This side wanted it. */
  | { readonly kind: "stopped" };

/** A request got no answer because the connection ended. It may or may not have been carried out. */
export class Disconnected extends Error {
  readonly reason: DisconnectReason;

  constructor(reason: DisconnectReason) {
    super(explain(reason));
    this.name = "Disconnected";
    this.reason = reason;
  }
}

export function reasonOf(error: Error | undefined): DisconnectReason {
  if (error instanceof Distrusted) {
    const { certificate, expected } = error;
    return { kind: "certificate", offered: certificate.fingerprint, expected: expected?.fingerprint };
  }
  if (error instanceof ProtocolError) return { kind: "protocol", text: error.message };
  const code = error && "code" in error ? String(error.code) : "closed";
  return { kind: "network", code };
}

/** Whether trying again can help without someone changing something. */
export function isLasting(reason: DisconnectReason): boolean {
  return (
    reason.kind === "stopped" ||
    reason.kind === "refused" ||
    reason.kind === "certificate" ||
    reason.kind === "protocol" ||
    (reason.kind === "closing" && lasting.has(reason.code))
  );
}

/** What this side does would end the next connection as well, or somebody wants it ended. */
const lasting: ReadonlySet<ClosingCode> = new Set<ClosingCode>([
  "plain_refused",
  "bad_frame",
  "frame_too_large",
  "kicked",
  "banned",
]);

const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens there. Is the server running?",
  ECONNRESET: "The connection was cut.",
  ENOTFOUND: "There is no host of that name.",
  EAI_AGAIN: "The host's name can't be looked up just now.",
  EHOSTUNREACH: "That host can't be reached.",
  ENETUNREACH: "That network can't be reached.",
  ETIMEDOUT: "No answer from that host.",
  ENOTLOOPBACK: "That name leads to another machine: call it by its own name.",
  closed: "The connection was closed.",
};

export function explain(reason: DisconnectReason): string {
  switch (reason.kind) {
    case "closing":
      return reason.until === undefined ? reason.text : `${reason.text} ${endOfBan(reason.until)}`;
    case "refused":
      return reason.text;
    case "network":
      return networkWords[reason.code] ?? `The connection failed (${reason.code}).`;
    case "silence":
      return "The server has stopped answering.";
    case "protocol":
      return `That doesn't look like a chat server. ${reason.text}`;
    case "certificate":
      return reason.expected === undefined
        ? "The server's certificate is not known here."
        : "The server does not show the expected certificate.";
    case "stopped":
      return "Disconnected.";
  }
}

/** A sentence; `until` is ms since 1970 UTC. */
export function endOfBan(until: number): string {
  const time = new Date(until).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  return `The ban ends on ${time}.`;
}
