/** The people that the client knows of, by their names. */
import { canonical, isName } from "../../protocol/index.ts";
import { noAccount } from "../words.ts";
import { remoteName } from "./remote.ts";
import type { ChatScreen, Contact } from "./state.ts";

/** The sidebar is for people one can find by eye; the rest of a huge server is reached by name. */
export const contactsMax = 5000;

export function contactOf(chat: ChatScreen, name: string): Contact {
  const shown = remoteName(name);
  const known = chat.contacts.get(canonical(shown));
  return known ?? { name: shown, online: false, since: undefined, blocked: false };
}

export function withContact(chat: ChatScreen, contact: Contact): ChatScreen {
  if (canonical(contact.name) === canonical(chat.me)) return chat;
  return { ...chat, contacts: new Map(chat.contacts).set(canonical(contact.name), contact) };
}

/** An account was deleted: what it said stays, and who reads that sees it among the conversations. */
export function withoutContact(chat: ChatScreen, name: string): ChatScreen {
  const contacts = new Map(chat.contacts);
  return contacts.delete(canonical(remoteName(name))) ? { ...chat, contacts } : chat;
}

/** The account that a person means, or a notice that there is none. */
export function contactNamed(chat: ChatScreen, name: string): Contact | string {
  const id = canonical(name.replace(/^@/, ""));
  if (id === canonical(chat.me)) return "That is you.";
  const contact = chat.contacts.get(id);
  if (contact !== undefined) return contact;
  return isUnlisted(chat, id) ? contactOf(chat, id) : noAccount(name);
}

/** Whether there may be an account of this name that isn't listed: only the server knows. */
export function isUnlisted(chat: ChatScreen, name: string): boolean {
  const id = canonical(name);
  return !chat.allListed && !chat.contacts.has(id) && id !== canonical(chat.me) && isName(name);
}
