/**
 * Finding in the current conversation: the server searches, page by page, as far as somebody looks. One search is
 * under way at a time, however fast the query changes, and what comes for a query that has changed is dropped.
 */
import type { Params, Result } from "../../protocol/index.ts";
import { editorWith } from "../text/editor.ts";
import { currentConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { parseFind } from "./find-query.ts";
import { jumpTo } from "./jumping.ts";
import { received } from "./messages.ts";
import { closePanel } from "./panels.ts";
import type { ChatScreen, FindPanel, Finds } from "./state.ts";

type Search = Params<"search">;

/** With words: searches for them at once. */
export function openFind(chat: ChatScreen, words = ""): Update<ChatScreen> {
  const { id } = currentConversation(chat);
  const query = editorWith(words);
  return [{ ...chat, panel: { kind: "find", conversation: id, query, selected: 0, finds: undefined } }, []];
}

/** The search before, if it was in this conversation, as long as nothing is typed for another one. */
export function findBefore({ panel, lastFind }: ChatScreen): FindPanel | undefined {
  if (panel?.kind !== "find" || panel.query.text !== "") return undefined;
  return lastFind?.conversation === panel.conversation ? lastFind : undefined;
}

/** What it had found is there again, and goes on from there. */
export function findAgain(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: findBefore(chat) ?? chat.panel }, []];
}

/** After every change: asks for what the panel lacks for what is typed, and for as many rows as fit below the selected one. */
export function pursueFind(chat: ChatScreen, { size, now }: Context): Update<ChatScreen> {
  const { panel } = chat;
  if (panel?.kind !== "find" || !chat.live || panel.finds?.page) return [chat, []];
  const { finds } = panel;
  const text = panel.query.text.trim();
  if (finds?.text !== text) return begin(chat, panel, text, now);
  if (finds.before === undefined || finds.rows.length > panel.selected + size.rows) return [chat, []];
  return ask(chat, panel, finds, { ...finds.search, before: finds.before });
}

/** The message selected, in its place in the conversation; after a failure another try. */
export function chooseFound(chat: ChatScreen, panel: FindPanel, context: Context): Update<ChatScreen> {
  const { finds, query, selected } = panel;
  if (finds === undefined || finds.text !== query.text.trim()) return [chat, []];
  if (finds.failed) return [{ ...chat, panel: { ...panel, finds: undefined } }, []];
  const row = finds.rows[selected];
  if (row === undefined) return [chat, []];
  const [closed] = closePanel(chat);
  return jumpTo(closed, context, row.number);
}

export function findAnswered(chat: ChatScreen, page: Search, result: Result<"search">): ChatScreen {
  return withAwaited(chat, page, (finds) => ({
    ...finds,
    page: undefined,
    rows: [...finds.rows, ...received(result.messages).reverse()],
    before: result.before,
    reached: result.reached ?? finds.reached,
  }));
}

export function findRefused(chat: ChatScreen, page: Search, text: string): ChatScreen {
  return withAwaited(chat, page, (finds) => ({
    ...finds,
    page: undefined,
    before: undefined,
    failed: true,
    problem: text,
  }));
}

function withAwaited(chat: ChatScreen, page: Search, change: (finds: Finds) => Finds): ChatScreen {
  const { panel } = chat;
  if (panel?.kind !== "find" || panel.finds?.page !== page) return chat;
  return { ...chat, panel: { ...panel, finds: change(panel.finds) } };
}

function begin(chat: ChatScreen, panel: FindPanel, text: string, now: number): Update<ChatScreen> {
  const query = parseFind(text, chat, now);
  const { name: conversation } = currentConversation(chat);
  const isWrong = typeof query === "string";
  const search: Search = isWrong ? { conversation } : { conversation, ...query };
  const finds: Finds = { ...nothing, text, search, problem: isWrong ? query : undefined };
  if (text === "" || isWrong) return [{ ...chat, panel: { ...panel, finds } }, []];
  return ask(chat, panel, finds, search);
}

const nothing = { rows: [], before: undefined, reached: undefined, page: undefined, failed: false };

function ask(chat: ChatScreen, panel: FindPanel, finds: Finds, params: Search): Update<ChatScreen> {
  const page = { ...params };
  const asked = { ...chat, panel: { ...panel, finds: { ...finds, page } } };
  return [asked, [{ do: "ask", ask: { request: "search", params: page } }]];
}
