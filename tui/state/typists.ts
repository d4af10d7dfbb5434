/** Who types: what is heard of others, which wears off by itself, and what others are told, no more often than need be. */
import { canonical, type EventFields, limits } from "../../protocol/index.ts";
import { currentConversation } from "./conversations.ts";
import type { Update } from "./effects.ts";
import { remoteName } from "./remote.ts";
import type { ChatScreen, Conversation, State, Typist } from "./state.ts";

/** How often it's said again while somebody goes on typing. */
const againMs = (limits.typingSeconds / 2) * 1000;

export function typingHeard(chat: ChatScreen, event: EventFields<"typing">, now: number): ChatScreen {
  const id = canonical(remoteName(event.conversation));
  const name = remoteName(event.name);
  const others = typistsIn(chat, id, now).filter((typist) => canonical(typist.name) !== canonical(name));
  const until = now + limits.typingSeconds * 1000;
  const typists = event.typing ? [...others, { name, until }] : others;
  return { ...chat, typing: new Map(chat.typing).set(id, typists) };
}

/** A message of theirs has come, or they have left. */
export function stoppedTyping(chat: ChatScreen, name: string): ChatScreen {
  const id = canonical(remoteName(name));
  const isTyping = chat.typing.values().some((typists) => typists.some((one) => canonical(one.name) === id));
  if (!isTyping) return chat;
  const left = [...chat.typing].map(([conversation, typists]): [string, readonly Typist[]] => [
    conversation,
    typists.filter((typist) => canonical(typist.name) !== id),
  ]);
  return { ...chat, typing: new Map(left) };
}

/** Those who type there just now, in the order in which they began. */
export function typistsIn({ typing }: ChatScreen, id: string, now: number): readonly Typist[] {
  return typing.get(id)?.filter(({ until }) => until > now) ?? [];
}

/** In a few words, none where nobody types. */
export function typingWords(chat: ChatScreen, id: string, now: number): string {
  const names = typistsIn(chat, id, now).map(({ name }) => name);
  if (names.length === 0) return "";
  if (id !== "everyone") return "typing …";
  if (names.length > 2) return `${names.length} people are typing …`;
  return `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing …`;
}

/**
 * After every change: tells those who would get the message that it's being typed, and when that is over. `before`: the
 * screen before a key, undefined for what nobody has typed.
 */
export function tellTyping(
  chat: ChatScreen,
  { settings, now }: Pick<State, "settings" | "now">,
  before: ChatScreen | undefined,
): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const { told } = chat;
  if (!chat.live) return [told ? { ...chat, told: undefined } : chat, []];
  const types = settings.typing && isMessage(conversation);
  if (told && (told.conversation !== conversation.name || !types)) {
    const { conversation: there } = told;
    return [{ ...chat, told: undefined }, [{ do: "typing", conversation: there, typing: false }]];
  }
  const isDue = told === undefined || now - told.at >= againMs;
  if (!types || !isDue || !hasTyped(conversation, before)) return [chat, []];
  const { name } = conversation;
  return [
    { ...chat, told: { conversation: name, at: now } },
    [{ do: "typing", conversation: name, typing: true }],
  ];
}

function hasTyped({ id, draft }: Conversation, before: ChatScreen | undefined): boolean {
  return before?.current === id && currentConversation(before).draft.text !== draft.text;
}

/** A command is nobody's business. */
function isMessage({ draft: { text } }: Conversation): boolean {
  return text.trim() !== "" && !/^\s*\/(?!\/)/.test(text);
}
