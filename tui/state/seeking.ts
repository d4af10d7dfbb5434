/** From one mention to the next or the one before, over the whole history: the server looks for it. */
import type { Params, Result } from "../../protocol/index.ts";
import { when } from "../log/times.ts";
import { edges } from "../log/viewport.ts";
import { currentConversation } from "./conversations.ts";
import type { Context, Effect, Update } from "./effects.ts";
import { inLog } from "./island.ts";
import { jumpTo } from "./jumping.ts";
import { paneOf } from "./scrolling.ts";
import type { ChatScreen } from "./state.ts";
import { say } from "./talk.ts";

type Search = Params<"search">;

/** Starts from the message jumped to last, or else from the lower edge of the log. */
export function seekMention(
  chat: ChatScreen,
  { size }: Context,
  direction: "older" | "newer",
): Update<ChatScreen> {
  if (!chat.live) return say(chat, "error", "Mentions can't be looked for without a connection.");
  const conversation = currentConversation(chat);
  const { lastVisible } = edges(inLog(conversation), paneOf(chat, size));
  const from = conversation.jump?.number;
  const place = direction === "older" ? { before: from ?? lastVisible + 1 } : { after: from ?? lastVisible };
  return seek(chat, { conversation: conversation.name, mentions: true, count: 1, ...place });
}

/** Jumps to what has been found, or goes on looking where the server stopped. */
export function mentionAnswered(
  chat: ChatScreen,
  params: Search,
  { messages, reached, before, after }: Result<"search">,
  context: Context,
): Update<ChatScreen> {
  if (chat.seeking !== params) return [chat, []];
  const found = { ...chat, seeking: undefined };
  const [message] = messages;
  if (params.conversation !== currentConversation(chat).name) return [found, []];
  if (message) return jumpTo(found, context, message.number);
  const older = params.before !== undefined;
  const next = older ? before : after;
  if (next === undefined) return say(found, "info", `No ${older ? "earlier" : "later"} mention of you here.`);
  const [sought, effects] = seek(chat, { ...params, ...(older ? { before: next } : { after: next }) });
  const words = `Looking for a mention of you: ${when(reached ?? context.now, context.now)} …`;
  return [say(sought, "info", words)[0], effects];
}

export function mentionRefused(chat: ChatScreen, params: Search, text: string): Update<ChatScreen> {
  if (chat.seeking !== params) return [chat, []];
  return say({ ...chat, seeking: undefined }, "error", text);
}

function seek(chat: ChatScreen, params: Search): Update<ChatScreen> {
  const effect: Effect = { do: "ask", ask: { request: "search", params } };
  return [{ ...chat, seeking: params }, [effect]];
}
