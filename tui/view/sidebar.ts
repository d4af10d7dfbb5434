/** The contacts: everyone first, with presence and what is unread; scrolled so that the current one is visible. */
import { type SidebarRow, sidebarRows, sidebarTop } from "../state/navigation.ts";
import type { ChatScreen, Conversation } from "../state/state.ts";
import { typistsIn } from "../state/typists.ts";
import { bold, dim, good, inverse, nameStyle, warning } from "../style.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { shownCount } from "./count.ts";

/** Before the name: the conversation that is shown is marked also where a terminal shows nothing inverse. */
const marks = { shown: "▸", other: " " };

/** As many rows as asked for, each with the border to its right. */
export function sidebar(chat: ChatScreen, columns: number, rows: number, now: number): string[] {
  const all = sidebarRows(chat);
  const top = sidebarTop(chat, rows);
  const inner = columns - 3;
  const lines = all.slice(top, top + rows).map((row) => line(row, chat, inner, now));
  const blank = Array.from({ length: rows - lines.length }, () => " ".repeat(inner));
  return [...lines, ...blank].map((row) => row + dim(" │ "));
}

function line({ conversation, contact }: SidebarRow, chat: ChatScreen, columns: number, now: number): string {
  const { current } = chat;
  const unread = unreadWords(conversation);
  const draft = conversation.draft.text !== "" && conversation.id !== current ? " ✎" : "";
  const room = columns - 2 - textWidth(unread) - textWidth(draft);
  const types = typistsIn(chat, conversation.id, now).length > 0;
  // The name may be cut for it; from everyone somebody always is.
  const typing = types && contact !== undefined ? " typing" : "";
  const named = truncate(conversation.name, room - typing.length);
  const name = named + padEnd("", room - textWidth(named) - typing.length) + typing;
  const here = conversation.id === current;
  const known = chat.live;
  if (here) return inverse(`${presence(contact, known, false)}${marks.shown}${name}${draft}${unread}`);
  const shown = contact ? (known && contact.online ? nameStyle(contact.name)(name) : dim(name)) : bold(name);
  return `${presence(contact, known, true)}${marks.other}${shown}${dim(draft)}${unread === "" ? "" : bold(warning(unread))}`;
}

/** ` 41`, or ` @2 41` with mentions among them. */
function unreadWords({ unread, mentions }: Conversation): string {
  if (unread === 0) return "";
  return `${mentions > 0 ? ` @${shownCount(mentions)}` : ""} ${shownCount(unread)}`;
}

/** By shape, not only by colour; without a connection nobody knows. */
function presence(contact: SidebarRow["contact"], known: boolean, coloured: boolean): string {
  if (contact === undefined) return "#";
  if (contact.blocked) return "x";
  if (!known) return " ";
  if (!contact.online) return coloured ? dim("○") : "○";
  return coloured ? good("●") : "●";
}
