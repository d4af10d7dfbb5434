/** How conversations are named in records and paths: `everyone`, or both canonical names in order, `alice+bob`. */
import { crc32 } from "node:zlib";
import { canonical } from "../protocol/index.ts";
import { type Conversation, everyone } from "./store.ts";

export type ConversationKey = string;

/** No account can have this name, and no name contains the sign between two. */
export const everyoneKey: ConversationKey = "everyone";
const between = "+";
const nobody: readonly string[] = [];

export function keyOf(conversation: Conversation): ConversationKey {
  if (conversation.kind === "everyone") return everyoneKey;
  const one = canonical(conversation.between[0]);
  const other = canonical(conversation.between[1]);
  return one < other ? `${one}${between}${other}` : `${other}${between}${one}`;
}

/** The two canonical names of a pair; none for everyone. */
export function membersOf(key: ConversationKey): readonly string[] {
  if (key === everyoneKey) return nobody;
  const at = key.indexOf(between);
  return [key.slice(0, at), key.slice(at + 1)];
}

/** The other way round: names are canonical in it. */
export function conversationOf(key: ConversationKey): Conversation {
  const [one, other] = membersOf(key);
  return one === undefined || other === undefined ? everyone : { kind: "pair", between: [one, other] };
}

/** Spreads names over subfolders, 00 to ff. */
export function folderFor(name: string): string {
  return (crc32(name) & 0xff).toString(16).padStart(2, "0");
}
