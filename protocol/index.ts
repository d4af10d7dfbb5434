/** What other programs may import: the wire's tables, frames and checks, and the client that speaks it. */

export { ChatClient, type ClientOptions, type LoginOptions } from "./client/client.ts";
export { Disconnected, type DisconnectReason, endOfBan, explain } from "./client/disconnected.ts";
export type { ConnectionState, News, SendState, SessionEnd, SessionState } from "./client/news.ts";
export type { Cancelled, OutgoingMessage } from "./client/sends.ts";
export type { Expected, ServerCertificate } from "./client/trust.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./fingerprint.ts";
export * from "./folding.ts";
export * from "./frames.ts";
export * from "./limits.ts";
export * from "./loopback.ts";
export * from "./mentions.ts";
export * from "./messages.ts";
export * from "./names.ts";
export * from "./posted.ts";
export * from "./requests.ts";
