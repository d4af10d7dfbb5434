/** What the client's news change: the connection, the session, messages and presence. */
import type { Event, News, SendState, SessionState } from "../../protocol/index.ts";
import { emptyKillRing } from "../text/kill-ring.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { Conversations } from "./all-conversations.ts";
import { asked, warned } from "./certificate.ts";
import { contactOf, withContact, withoutContact } from "./contacts.ts";
import {
  arriveMissed,
  arrivePosted,
  conversationOf,
  everyone,
  newConversation,
  withConversation,
  withRemoved,
} from "./conversations.ts";
import { wantDigest } from "./digest.ts";
import type { Effect, Update } from "./effects.ts";
import { resumedIsland } from "./island.ts";
import { loginAfter, submit } from "./login.ts";
import { lastNumber } from "./messages.ts";
import { enter } from "./navigation.ts";
import { waitingWords } from "./outbox.ts";
import { remoteConnection, remoteName } from "./remote.ts";
import type { Settings } from "./settings.ts";
import type { ChatScreen, Conversation, State } from "./state.ts";
import { sent } from "./talk.ts";
import { stoppedTyping, typingHeard } from "./typists.ts";

export function heard(state: State, news: News, now: number): Update<State> {
  switch (news.kind) {
    case "connection":
      return connectionChanged({ ...state, connection: remoteConnection(news.connection) });
    case "roundTrip":
      return [{ ...state, roundTrip: news.ms }, []];
    case "session":
      return sessionChanged(state, news.session, now);
    case "event":
      return onChat(state, (chat) => eventHeard(chat, news.event, now));
    case "send": {
      const { key, send } = news;
      return onChat(state, (chat) => sendHeard(chat, key, send));
    }
  }
}

function sendHeard(chat: ChatScreen, key: string, send: SendState): ChatScreen {
  if (send.state === "stored") return sent(chat, key, send);
  const text = sanitizeLine(send.error.message);
  if (send.state === "refused") return sent(chat, key, { refused: text });
  return { ...chat, notice: { kind: "error", text: `${text} Your message waits and is sent again.` } };
}

function connectionChanged(state: State): Update<State> {
  const { connection } = state;
  if (state.screen.kind === "chat") return [{ ...state, screen: warned(state.screen, connection) }, []];
  const form = asked(state.screen, connection);
  // Who has been told why may change their mind before they try again; a question goes on by itself.
  const isOver = connection.state === "stopped" && form.certificate === undefined;
  const screen = isOver ? { ...form, eager: false } : form;
  if (connection.state !== "connected" || !screen.eager) return [{ ...state, screen }, []];
  const [submitted, effects] = submit({ ...screen, eager: false });
  return [{ ...state, screen: submitted }, effects];
}

function onChat(state: State, change: (chat: ChatScreen) => ChatScreen): Update<State> {
  return state.screen.kind === "chat" ? [{ ...state, screen: change(state.screen) }, []] : [state, []];
}

function sessionChanged(state: State, session: SessionState, now: number): Update<State> {
  const { screen } = state;
  switch (session.state) {
    case "in": {
      const me = remoteName(session.name);
      const before = screen.kind === "chat" ? screen : state.parked;
      const chatBefore = before?.me === me ? before : newChat(me, state.settings);
      const [chat, effects] = started(wantDigest(chatBefore, now));
      return [{ ...state, screen: chat, parked: undefined }, effects];
    }
    case "interrupted":
      return onChat(state, (chat) => ({ ...chat, live: false, awaySince: now }));
    case "out": {
      const chat = screen.kind === "chat" ? screen : undefined;
      const parked =
        session.why.kind === "logged out" || session.why.kind === "deleted"
          ? undefined
          : chat && {
              ...chat,
              live: false,
              awaySince: chat.live ? now : chat.awaySince,
              panel: undefined,
              browse: undefined,
            };
      const waiting = chat ? waitingWords(chat) : undefined;
      const login = loginAfter(chat?.me ?? "", session.why, now, waiting);
      return [{ ...state, screen: asked(login, state.connection), parked }, []];
    }
  }
}

export function newChat(me: string, settings: Settings): ChatScreen {
  return {
    kind: "chat",
    me,
    contacts: new Map(),
    allListed: false,
    conversations: Conversations.of(newConversation(everyone)),
    current: everyone,
    turned: 0,
    previous: everyone,
    panel: undefined,
    browse: undefined,
    sidebarTop: undefined,
    pressed: undefined,
    clicked: undefined,
    notice: undefined,
    prefix: undefined,
    lines: [],
    completion: undefined,
    emoji: undefined,
    killRing: emptyKillRing,
    sidebar: settings.sidebar,
    live: false,
    summarized: false,
    missedTold: false,
    seeking: undefined,
    awaySince: undefined,
    digest: undefined,
    lastFind: undefined,
    typing: new Map(),
    told: undefined,
  };
}

/** A session has started, for the first time or again: asks for all that may have changed meanwhile. */
function started(chat: ChatScreen): Update<ChatScreen> {
  const again = chat.conversations.map((conversation) => resumed(askAgain(conversation)));
  const [current, history] = enterUnknown(again.get(chat.current) ?? newConversation(chat.current));
  // Whom one blocks may have changed elsewhere; the answer tells those who are.
  const contacts = new Map([...chat.contacts].map(([id, contact]) => [id, { ...contact, blocked: false }]));
  const effects: Effect[] = [
    { do: "ask", ask: { request: "contacts", params: {} } },
    { do: "ask", ask: { request: "blocked", params: {} } },
    { do: "ask", ask: { request: "conversations", params: {} } },
    ...history,
  ];
  return [
    {
      ...chat,
      contacts,
      allListed: false,
      conversations: again.with(current),
      live: true,
      summarized: false,
      missedTold: false,
      notice: undefined,
    },
    effects,
  ];
}

/** What comes now may not join on to what is held; a log at its bottom goes to what is unread, once that is known. */
function resumed(conversation: Conversation): Conversation {
  const { seam, scroll, positioned } = conversation;
  return {
    ...conversation,
    seam: seam ?? lastNumber(conversation),
    positioned: positioned && scroll !== undefined,
    island: resumedIsland(conversation.island),
    arriving: undefined,
  };
}

function enterUnknown(conversation: Conversation): Update<Conversation> {
  return conversation.history.state === "unknown" ? enter(conversation) : [conversation, []];
}

/** What was asked or failed before the connection was lost is asked again when it's needed. */
function askAgain(conversation: Conversation): Conversation {
  const { state } = conversation.history;
  if (state !== "failed" && state !== "loading") return conversation;
  const first = conversation.messages[0]?.number;
  return {
    ...conversation,
    history: first === undefined ? { state: "unknown" } : { state: "more", before: first },
  };
}

function eventHeard(chat: ChatScreen, event: Event, now: number): ChatScreen {
  switch (event.event) {
    case "posted": {
      const { conversation, messages } = event;
      const target = conversationOf(chat, remoteName(conversation));
      const stopped = messages.reduce((before, { from }) => stoppedTyping(before, from), chat);
      return withConversation(stopped, arrivePosted(target, messages, chat.me));
    }
    case "missed": {
      const { conversation, messages, older, removed } = event;
      const target = withRemoved(conversationOf(chat, remoteName(conversation)), removed);
      return withConversation(chat, arriveMissed(target, messages, older, chat.me));
    }
    case "delivered": {
      const target = conversationOf(chat, remoteName(event.conversation));
      return withConversation(chat, { ...target, delivered: Math.max(target.delivered, event.number) });
    }
    case "presence":
      return withContact(event.online ? chat : stoppedTyping(chat, event.name), {
        ...contactOf(chat, event.name),
        online: event.online,
        since: event.time,
      });
    case "typing":
      return typingHeard(chat, event, now);
    case "joined":
      return withContact(chat, contactOf(chat, event.name));
    case "deleted":
      return withoutContact(chat, event.name);
    default:
      return chat;
  }
}
