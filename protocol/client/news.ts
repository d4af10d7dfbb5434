/** What a client tells its owner: one union, so that a program handles everything in one place. */
import type { ChatError } from "../errors.ts";
import type { Event } from "../events.ts";
import type { DisconnectReason } from "./disconnected.ts";
import type { ServerCertificate } from "./trust.ts";

export type ConnectionState =
  | { readonly state: "connecting" }
  /** Greeted; `server` names program and version. Without a certificate it's a plain connection to this machine. */
  | {
      readonly state: "connected";
      readonly server: string;
      readonly certificate?: ServerCertificate | undefined;
    }
  /** Tries again by itself at `retryAt` (ms since 1970 UTC). */
  | { readonly state: "waiting"; readonly reason: DisconnectReason; readonly retryAt: number }
  /** Doesn't try again by itself. */
  | { readonly state: "stopped"; readonly reason: DisconnectReason };

export type SessionState =
  /** `since`: the login that started this session, ms since 1970 UTC. */
  | { readonly state: "in"; readonly name: string; readonly since: number }
  /** Logged in, but the connection is gone; comes back by itself. */
  | { readonly state: "interrupted"; readonly name: string }
  | { readonly state: "out"; readonly why: SessionEnd };

export type SessionEnd =
  | { readonly kind: "logged out" }
  /** The account was deleted, from here. */
  | { readonly kind: "deleted" }
  /** By a login from that address. */
  | { readonly kind: "taken over"; readonly address: string }
  /** After a reconnect the server refused to go on with the session. */
  | { readonly kind: "refused"; readonly error: ChatError };

export type SendState =
  | { readonly state: "stored"; readonly number: number; readonly time: number }
  /** The server can't store it now: it stays, and goes out again with the next session. */
  | { readonly state: "delayed"; readonly error: ChatError }
  | { readonly state: "refused"; readonly error: ChatError };

export type News =
  | { readonly kind: "connection"; readonly connection: ConnectionState }
  | { readonly kind: "session"; readonly session: SessionState }
  /** An event of the server. Messages come once each and in order, whatever happens to the connection. */
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "send"; readonly key: string; readonly send: SendState }
  | { readonly kind: "roundTrip"; readonly ms: number };
