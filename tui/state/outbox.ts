/** One's own messages that the server hasn't stored: what is known of them, and the panel that lists them. */
import { canonical } from "../../protocol/index.ts";
import { EMPTY_EDITOR } from "../text/editor.ts";
import { conversationOf, currentConversation, withConversation } from "./conversations.ts";
import type { Action, Recalled, Update } from "./effects.ts";
import { open } from "./navigation.ts";
import type { ChatScreen, Conversation, Outgoing } from "./state.ts";
import { fillDraft, say } from "./talk.ts";

export interface OutboxRow {
  readonly conversation: Conversation;
  readonly message: Outgoing;
}

/** In the order written. */
export function outboxRows({ conversations }: ChatScreen): readonly OutboxRow[] {
  const rows: OutboxRow[] = [];
  for (const conversation of conversations.values())
    for (const message of conversation.outgoing) rows.push({ conversation, message });
  return rows.sort((a, b) => (a.message.key < b.message.key ? -1 : 1));
}

/** A message that has waited for so long is worth a word, also while there is a connection. */
export const lateMs = 2000;

/** Messages that wait for the server, without those that it has refused. */
export function waitingMessages({ conversations }: ChatScreen): readonly Outgoing[] {
  const waiting: Outgoing[] = [];
  for (const { outgoing } of conversations.values())
    for (const message of outgoing) if (message.refused === undefined) waiting.push(message);
  return waiting;
}

/** Whether the log ends in a message that nobody gets, as long as nothing is done about it. */
export function hasRefused(chat: ChatScreen): boolean {
  return currentConversation(chat).outgoing.some(({ refused }) => refused !== undefined);
}

/** What becomes of messages that wait, for someone who leaves; undefined if none do. */
export function waitingWords(chat: ChatScreen): string | undefined {
  const waiting = waitingMessages(chat);
  const onDisk = waiting.filter((message) => message.kept).length;
  return leavingWords(onDisk, waiting.length - onDisk);
}

/** The same, from counts. */
export function leavingWords(kept: number, lost: number): string | undefined {
  const words = [
    ...(kept > 0 ? [`${messages(kept)} to be sent when you log in here again.`] : []),
    ...(lost > 0 ? [`${messages(lost)}, can't be saved and will be lost.`] : []),
  ];
  return words.length > 0 ? words.join(" ") : undefined;
}

const messages = (count: number): string => (count === 1 ? "1 message waits" : `${count} messages wait`);

/** Its keys are letters, so nothing can be typed into it. */
export function hasOutbox({ panel }: ChatScreen): boolean {
  return panel?.kind === "outbox";
}

export function openOutbox(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "outbox", selected: 0 } }, []];
}

/** Goes to the conversation of the selected message. */
export function chooseInOutbox(chat: ChatScreen): Update<ChatScreen> {
  const row = selectedRow(chat);
  return row ? open({ ...chat, panel: undefined }, row.conversation.name) : [chat, []];
}

/** Takes back the selected message, or forgets it where it was refused. */
export function takeBack(chat: ChatScreen): Update<ChatScreen> {
  const row = selectedRow(chat);
  return row ? [chat, [{ do: "cancel", key: row.message.key }]] : [chat, []];
}

/** Puts the text of a refused message back into the input of its conversation. */
export function editAgain(chat: ChatScreen): Update<ChatScreen> {
  const row = selectedRow(chat);
  if (row === undefined) return [chat, []];
  const { conversation, message } = row;
  if (message.refused === undefined) return say(chat, "error", "That one still waits. x takes it back.");
  if (conversation.draft.text !== "")
    return say(chat, "error", `Send or clear first what is typed to ${conversation.name}.`);
  const [opened, effects] = open({ ...chat, panel: undefined }, conversation.name);
  return [fillDraft(opened, message.text), [...effects, { do: "cancel", key: message.key }]];
}

function selectedRow(chat: ChatScreen): OutboxRow | undefined {
  return chat.panel?.kind === "outbox" ? outboxRows(chat)[chat.panel.selected] : undefined;
}

/** A message is on disk. */
export function kept(chat: ChatScreen, key: string): ChatScreen {
  return withMessage(chat, key, (message) => [{ ...message, kept: true }]);
}

export function cancelled(
  chat: ChatScreen,
  { key, perhapsSent }: Extract<Action, { type: "cancelled" }>,
): Update<ChatScreen> {
  const wasRefused = outboxRows(chat).some(({ message }) => message.key === key && message.refused);
  const without = withinRows(withMessage(chat, key, () => []));
  if (wasRefused) return [without, []];
  return say(
    without,
    "info",
    perhapsSent
      ? "Taken back. It was on its way when the connection broke: if the server got it, it's there."
      : "Taken back. It was never sent.",
  );
}

export function uncancelled(
  chat: ChatScreen,
  { why }: Extract<Action, { type: "uncancelled" }>,
): Update<ChatScreen> {
  const because =
    why === "disk"
      ? "It can't be removed from the disk, so it stays and is sent."
      : "It's on its way and can't be taken back.";
  return say(chat, "error", because);
}

/** Takes up what an earlier run of the program has left; what is typed here already is newer. */
export function recalled(chat: ChatScreen, { drafts, outbox, damaged }: Recalled): Update<ChatScreen> {
  let next = chat;
  for (const [id, text] of drafts) {
    const conversation = conversationOf(next, id);
    if (conversation.draft.text === "")
      next = withConversation(next, {
        ...conversation,
        draft: { ...EMPTY_EDITOR, text, cursor: text.length },
      });
  }
  for (const { key, conversation: name, text, time, refused } of outbox) {
    const conversation = conversationOf(next, name);
    if (conversation.outgoing.some((message) => message.key === key)) continue;
    const outgoing = [...conversation.outgoing, { key, text, time, kept: true, refused }];
    next = withConversation(next, { ...conversation, outgoing });
  }
  if (damaged.length === 0) return [next, []];
  const files = damaged.length === 1 ? `the file ${damaged[0]}` : `${damaged.length} files`;
  return say(next, "error", `What was kept here can't be read: ${files} went aside, renamed to .damaged.`);
}

/** Says once that nothing can be kept, and that it can again. */
export function diskTrouble(chat: ChatScreen, trouble: string | undefined): Update<ChatScreen> {
  if (trouble === undefined) return say(chat, "info", "Drafts and queued messages are saved again.");
  return say(
    chat,
    "error",
    `Drafts and queued messages can't be saved: ${trouble}. They live as long as this program.`,
  );
}

export function forgotten(chat: ChatScreen, keys: readonly string[]): Update<ChatScreen> {
  const conversations = chat.conversations.map((conversation) => {
    const outgoing = conversation.outgoing.filter(({ key }) => !keys.includes(key));
    return { ...conversation, outgoing, draft: EMPTY_EDITOR };
  });
  const words = `Nothing of ${chat.me} is on this machine any more.`;
  return say({ ...chat, conversations }, "info", words);
}

/** Asks before it does something that nobody can undo. */
export function forget(chat: ChatScreen, argument: string): Update<ChatScreen> {
  if (canonical(argument) === "yes") return [chat, [{ do: "forget" }]];
  return say(
    chat,
    "info",
    `This removes your drafts, input history and unsent messages from this machine: ${waitingMessages(chat).length} wait now. /forget yes does it.`,
  );
}

function withMessage(
  chat: ChatScreen,
  key: string,
  change: (message: Outgoing) => readonly Outgoing[],
): ChatScreen {
  const row = outboxRows(chat).find(({ message }) => message.key === key);
  if (row === undefined) return chat;
  const outgoing = row.conversation.outgoing.flatMap((message) =>
    message.key === key ? change(message) : [message],
  );
  return withConversation(chat, { ...row.conversation, outgoing });
}

/** The selection stays on a row, and an empty panel closes. */
export function withinRows(chat: ChatScreen): ChatScreen {
  if (chat.panel?.kind !== "outbox") return chat;
  const last = outboxRows(chat).length - 1;
  if (last < 0) return { ...chat, panel: undefined };
  return chat.panel.selected <= last ? chat : { ...chat, panel: { ...chat.panel, selected: last } };
}
