/** Telling somebody who looks elsewhere that a message has come: which one, when, and in which words. */
import { canonical, type Event, isMentioned, type Message, type News } from "../../protocol/index.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { truncate } from "../text/width.ts";
import { currentConversation, everyone } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { remoteName } from "./remote.ts";
import { type NotifyLevel, notifyLevels } from "./settings.ts";
import type { ChatScreen, State } from "./state.ts";
import { clearDraft, say } from "./talk.ts";

/** One bell tells of all that comes within so long. */
const pauseMs = 5000;
/** More than any notification shows. */
const textColumns = 200;

/** Whose settings hold, and where: one name may be two people on two servers. */
type Here = Pick<State, "server" | "settings">;

/** What of a conversation is told, unless settings say otherwise: whispers, and mentions where all talk. */
export function levelOf(id: string, here: Here): NotifyLevel {
  const levels = here.settings["notify-in"];
  const [level] = [nameHere(id, here), id].flatMap(
    (name) => (Object.hasOwn(levels, name) && levels[name]) || [],
  );
  return level ?? (id === everyone ? "mentions" : "all");
}

/** The conversations that tell of nothing: few, where asking each of many for its level would take long. */
export function silentIn(here: Here): ReadonlySet<string> {
  const ids = Object.keys(here.settings["notify-in"]).map((name) => name.replace(/@.*/, ""));
  return new Set(ids.filter((id) => levelOf(id, here) === "none"));
}

/** How the settings call a conversation on this server only. */
function nameHere(id: string, { server }: Pick<State, "server">): string {
  return `${id}@${server.toLowerCase()}`;
}

/** Adds the effect that tells of what has come, if anybody is to be told. */
export function announced(state: State, news: News): Update<State> {
  const { screen, settings, focused, notifiedAt, now } = state;
  if (news.kind !== "event" || screen.kind !== "chat") return [state, []];
  if (focused || settings.quiet || settings.notify === "off" || now - notifiedAt < pauseMs)
    return [state, []];
  const words = wordsFor(screen, news.event, state);
  if (words === undefined) return [state, []];
  const told = news.event.event === "missed" ? { ...screen, missedTold: true } : screen;
  return [{ ...state, screen: told, notifiedAt: now }, [{ do: "notify", how: settings.notify, ...words }]];
}

/** `/notify LEVEL`; without one it says the present one. */
export function notify(chat: ChatScreen, argument: string, context: Context): Update<ChatScreen> {
  const { id, name } = currentConversation(chat);
  const level = notifyLevels.find((one) => one === argument.toLowerCase());
  if (level !== undefined) {
    const [said] = say(clearDraft(chat), "info", levelWords(name, level));
    return [said, [{ do: "set", path: ["notify-in", nameHere(id, context)], value: level }]];
  }
  if (argument !== "")
    return say(chat, "error", "Notifications are for all, mentions or none of the messages.");
  return say(clearDraft(chat), "info", levelWords(name, levelOf(id, context)));
}

function levelWords(name: string, level: NotifyLevel): string {
  const where = name === everyone ? "messages to everyone" : `whispers from ${name}`;
  if (level === "mentions") return `Of ${where} those that mention you are notified.`;
  return level === "all" ? `All ${where} are notified.` : `No ${where} are notified.`;
}

interface Words {
  readonly title: string;
  readonly text: string;
}

function wordsFor(chat: ChatScreen, event: Event, here: Here): Words | undefined {
  if (event.event === "posted") {
    const { conversation, messages } = event;
    const message = messages.find((one) => deserves(chat, conversation, one, here));
    if (message === undefined) return undefined;
    const from = remoteName(message.from);
    const title = canonical(conversation) === everyone ? `${from} to everyone` : from;
    return { title, text: truncate(sanitizeLine(message.text), textColumns) };
  }
  if (event.event !== "missed" || chat.missedTold) return undefined;
  const some = event.messages.some((message) => deserves(chat, event.conversation, message, here));
  return some ? { title: "chat-tui", text: "Messages came while you were away." } : undefined;
}

function deserves(chat: ChatScreen, conversation: string, { from, text }: Message, here: Here): boolean {
  const sender = canonical(from);
  if (sender === canonical(chat.me) || chat.contacts.get(sender)?.blocked) return false;
  const level = levelOf(canonical(conversation), here);
  return level === "all" || (level === "mentions" && isMentioned(text, chat.me));
}
