/** What comes from the server in words, made safe to show as it enters the state; nothing after this thinks of it again. */
import { type ConnectionState, limits } from "../../protocol/index.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { truncate } from "../text/width.ts";

/** The name of an account or a conversation. Only a server that breaks the rules sends one that this changes. */
export function remoteName(name: string): string {
  return truncate(sanitizeLine(name), limits.nameMax);
}

/** A connection that ended says why, perhaps in the server's words. */
export function remoteConnection(connection: ConnectionState): ConnectionState {
  if (!("reason" in connection) || !("text" in connection.reason)) return connection;
  return { ...connection, reason: { ...connection.reason, text: sanitizeLine(connection.reason.text) } };
}
