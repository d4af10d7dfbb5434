/** Slash commands: one row each; help, completion and the README's table come from here. */
import { block } from "./blocking.ts";
import { startBrowsing } from "./browsing.ts";
import { accept } from "./certificate.ts";
import { compose } from "./composing.ts";
import { contactNamed } from "./contacts.ts";
import { currentConversation, everyone } from "./conversations.ts";
import type { Context, Effect, Update } from "./effects.ts";
import { exportTo } from "./exporting.ts";
import { openFind } from "./find.ts";
import { openForm } from "./form.ts";
import { open, openUnread } from "./navigation.ts";
import { notify } from "./notify.ts";
import { forget, openOutbox } from "./outbox.ts";
import { openHelp, openList } from "./panels.ts";
import { openSettings, set, toggleMouse, toggleQuiet } from "./settings-panel.ts";
import type { ChatScreen, Contact } from "./state.ts";
import { clearDraft, fillDraft, say, sendTo } from "./talk.ts";

export type ArgumentKind = "person" | "setting" | "value" | "level" | "yes";

export interface Command {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Words for its arguments; in brackets what may be left out. */
  readonly usage: string;
  /** What its arguments are, as far as they can be completed. */
  readonly arguments?: readonly ArgumentKind[];
  readonly help: string;
  /** The action whose key does the same, where that has another name. */
  readonly action?: string;
  /** Where it's about what only the full screen has: a sentence that says so, and what there is instead. */
  readonly onScreen?: string;
  run(chat: ChatScreen, argument: string, context: Context): Update<ChatScreen>;
}

/** What is said of a command. */
export type CommandWords = Pick<Command, "name" | "aliases" | "usage" | "help">;

export const commands: readonly Command[] = [
  {
    name: "whisper",
    aliases: ["w", "msg"],
    usage: "NAME [TEXT]",
    arguments: ["person"],
    help: "go to someone, or send a message that only they get",
    run(chat, argument) {
      const [, name = "", text = ""] = /^(\S*)\s*(.*)$/s.exec(argument) ?? [];
      return withContact(chat, name, ({ name: known }) => openAndSend(chat, known, text));
    },
  },
  {
    name: "broadcast",
    aliases: ["all", "everyone"],
    usage: "[TEXT]",
    help: "go to everyone, or send a message to all",
    run: (chat, argument) => openAndSend(chat, everyone, argument),
  },
  {
    name: "online",
    aliases: ["who"],
    usage: "",
    help: "who is online",
    run: (chat) => openList(clearDraft(chat), "online"),
  },
  {
    name: "recent",
    aliases: ["last"],
    usage: "",
    help: "who logged in within the last hour",
    run: (chat) => openList(clearDraft(chat), "recent"),
  },
  {
    name: "block",
    aliases: [],
    usage: "[NAME]",
    arguments: ["person"],
    help: "block someone: their whispers are refused, their broadcasts hidden, and they don't see you online",
    run: (chat, argument) => withContact(chat, argument, (contact) => block(clearDraft(chat), contact, true)),
  },
  {
    name: "unblock",
    aliases: [],
    usage: "[NAME]",
    arguments: ["person"],
    help: "end a block",
    run: (chat, argument) =>
      withContact(chat, argument, (contact) => block(clearDraft(chat), contact, false)),
  },
  {
    name: "blocked",
    aliases: ["blocks"],
    usage: "",
    help: "whom you block",
    run: (chat) => openList(clearDraft(chat), "blocked"),
  },
  {
    name: "outbox",
    aliases: ["queue"],
    usage: "",
    help: "messages that wait or were refused",
    run: (chat) => openOutbox(clearDraft(chat)),
  },
  {
    name: "forget",
    aliases: [],
    usage: "[yes]",
    arguments: ["yes"],
    help: "remove your drafts, input history and unsent messages from this machine",
    run: (chat, argument) => forget(clearDraft(chat), argument),
  },
  {
    name: "sidebar",
    aliases: [],
    usage: "",
    help: "show or hide the contacts",
    onScreen:
      "No contacts are shown beside the lines: /online says who is here, /next goes where something is unread.",
    run: (chat) => [{ ...clearDraft(chat), sidebar: !chat.sidebar }, []],
  },
  {
    name: "browse",
    aliases: [],
    usage: "",
    help: "choose messages to copy, to answer, to open links",
    onScreen: "There are no messages to move through: /search gives their numbers, for /around and /info.",
    run: (chat, _argument, context) => startBrowsing(clearDraft(chat), context),
  },
  {
    name: "mouse",
    aliases: [],
    usage: "",
    help: "leave the mouse to the terminal, which selects text, or take it again",
    onScreen: "The mouse is the terminal's here anyway: drag to select text.",
    run: (chat, _argument, context) => toggleMouse(clearDraft(chat), context),
  },
  {
    name: "next",
    aliases: [],
    usage: "",
    help: "go to the next unread conversation",
    action: "next-unread",
    run: (chat) => openUnread(clearDraft(chat)),
  },
  {
    name: "reconnect",
    aliases: ["retry"],
    usage: "",
    help: "try to connect now instead of waiting",
    run: (chat) => alone(chat, { do: "connect" }),
  },
  {
    name: "trust",
    aliases: [],
    usage: "",
    help: "accept the certificate that the server shows, after a question about it",
    run: (chat, _argument, context) => accept(chat, context),
  },
  {
    name: "notify",
    aliases: [],
    usage: "[LEVEL]",
    arguments: ["level"],
    help: "of which messages here you are told while you look elsewhere: all, mentions or none",
    run: notify,
  },
  {
    name: "quiet",
    aliases: [],
    usage: "",
    help: "no notifications at all, or again",
    run: (chat, _argument, context) => toggleQuiet(clearDraft(chat), context),
  },
  {
    name: "settings",
    aliases: ["set"],
    usage: "[NAME VALUE]",
    arguments: ["setting", "value"],
    help: "the settings, or change one",
    run: (chat, argument, context) =>
      argument === "" ? openSettings(clearDraft(chat)) : set(chat, argument, context),
  },
  {
    name: "edit",
    aliases: ["editor"],
    usage: "[TEXT]",
    help: "write a message in your own editor, as VISUAL or EDITOR say",
    action: "compose",
    run: (chat, argument) => compose(fillDraft(chat, argument)),
  },
  {
    name: "search",
    aliases: ["find"],
    usage: "[WORDS]",
    help: "find in this conversation; also from:bob, before:2026-11-01, after:yesterday, has:link",
    action: "find",
    run: (chat, argument) => openFind(clearDraft(chat), argument),
  },
  {
    name: "mentions",
    aliases: [],
    usage: "",
    help: "where you are mentioned in this conversation",
    run: (chat) => openFind(clearDraft(chat), "has:mention"),
  },
  {
    name: "password",
    aliases: ["passwd"],
    usage: "",
    help: "change your password",
    run: (chat) => openForm(clearDraft(chat), "password"),
  },
  {
    name: "export",
    aliases: [],
    usage: "FILE",
    help: "write all that the server has of you into a new file, as JSON lines",
    run: exportTo,
  },
  {
    name: "delete-account",
    aliases: [],
    usage: "",
    help: "delete your account for good, after asking for your password",
    run: (chat) => openForm(clearDraft(chat), "deletion"),
  },
  {
    name: "help",
    aliases: ["h", "?"],
    usage: "",
    help: "keys and commands",
    run: (chat) => openHelp(clearDraft(chat)),
  },
  {
    name: "logout",
    aliases: [],
    usage: "",
    help: "log out and return to the login form",
    run: (chat) => alone(chat, { do: "logout" }),
  },
  {
    name: "quit",
    aliases: ["q", "exit"],
    usage: "",
    help: "log out and leave",
    run: (chat) => alone(chat, { do: "quit" }),
  },
];

const byName = new Map(
  commands.flatMap((row) => [row.name, ...row.aliases].map((name) => [name, row] as const)),
);

/** Aliases, too. */
export const commandNames: readonly string[] = [...byName.keys()];

export function findCommand(name: string): Command | undefined {
  return byName.get(name.toLowerCase());
}

function openAndSend(chat: ChatScreen, name: string, text: string): Update<ChatScreen> {
  const [sent, sending] = text === "" ? [clearDraft(chat), []] : sendTo(chat, name, text);
  // What couldn't be sent stays where it was typed.
  if (text !== "" && sending.length === 0) return [sent, []];
  const [opened, opening] = open(sent, name);
  return [opened, [...opening, ...sending]];
}

/** With the named account, or without a name the one that the conversation is with. */
function withContact(
  chat: ChatScreen,
  name: string,
  run: (contact: Contact) => Update<ChatScreen>,
): Update<ChatScreen> {
  if (name === "" && chat.current === everyone) return say(chat, "error", "Whom? Give a name.");
  const contact = contactNamed(chat, name === "" ? currentConversation(chat).name : name);
  return typeof contact === "string" ? say(chat, "error", contact) : run(contact);
}

function alone(chat: ChatScreen, effect: Effect): Update<ChatScreen> {
  return [clearDraft(chat), [effect]];
}
