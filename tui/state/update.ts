/** `update(state, action) → [state, effects]`: all that the client does, without doing any of it. Pure. */
import type { News } from "../../protocol/index.ts";
import { fits } from "../layout.ts";
import { withinPanel } from "../panel-lines.ts";
import type { InputEvent } from "../terminal/events.ts";
import { answered, refused } from "./answers.ts";
import { linkOpened } from "./browse-actions.ts";
import { holdLog, revealSelected } from "./browsing.ts";
import { chatInput } from "./chat-input.ts";
import { composed } from "./composing.ts";
import { endDigest, tellDigest } from "./digest.ts";
import { keepDrafts } from "./drafts.ts";
import type { Timed, Update } from "./effects.ts";
import { exported } from "./exporting.ts";
import { pursueFind } from "./find.ts";
import { formAnswered } from "./form.ts";
import * as login from "./login.ts";
import { loginInput } from "./login-keys.ts";
import { mouseInput } from "./mouse.ts";
import { heard } from "./news.ts";
import { announced } from "./notify.ts";
import * as outbox from "./outbox.ts";
import { linesMax } from "./recall.ts";
import type { Settings } from "./settings.ts";
import { settingsChanged } from "./settings-panel.ts";
import { painted, settle } from "./settling.ts";
import type { ChatScreen, LoginScreen, SettingsFileState, Size, State } from "./state.ts";
import { queued } from "./talk.ts";
import { emojiLoaded } from "./typing.ts";
import { tellTyping } from "./typists.ts";

export function initialState(
  server: string,
  screen: LoginScreen,
  settings: Settings,
  size: Size,
  now: number,
  settingsFile: SettingsFileState = { path: "", problems: [] },
): State {
  return {
    size,
    server,
    connection: { state: "connecting" },
    roundTrip: undefined,
    screen,
    parked: undefined,
    focused: true,
    lightGround: false,
    settings,
    settingsFile,
    notifiedAt: 0,
    now,
  };
}

export function update(before: State, action: Timed): Update<State> {
  const [changed, effects] = change({ ...before, now: action.now }, action);
  if (changed.screen.kind !== "chat") return [changed, effects];
  const shown = before.screen.kind === "chat" ? before.screen : undefined;
  const drafts = shown && action.type !== "recalled" ? keepDrafts(shown, changed.screen) : [];
  if (!fits(changed.size)) return [changed, [...effects, ...drafts]];
  const chat = revealSelected(withTurn(withinPanel(changed.screen, changed), before, action), changed.size);
  const [settled, more] = action.type === "painted" ? painted(chat, changed) : settle(chat, changed);
  const [found, finding] = pursueFind(settled, changed);
  const [typing, telling] = tellTyping(found, changed, action.type === "input" ? shown : undefined);
  // Where a log has just been put where unread messages start, the selection goes there, too.
  const screen = holdLog(revealSelected(endDigest(typing), changed.size), changed.size);
  const all = [...effects, ...drafts, ...more, ...finding, ...telling];
  return [screen === changed.screen ? changed : { ...changed, screen }, all];
}

/** Another conversation than a moment ago, and not by an Enter after its name: whoever is typing may not have noticed. */
function withTurn(chat: ChatScreen, { screen, parked }: State, action: Timed): ChatScreen {
  const before = screen.kind === "chat" ? screen : parked && { ...parked, current: undefined };
  if (before === undefined || before.current === chat.current) return chat;
  const isChosen = action.type === "input" && action.event.type === "key" && action.event.key === "enter";
  return isChosen ? chat : { ...chat, turned: action.now };
}

function change(state: State, action: Timed): Update<State> {
  switch (action.type) {
    case "input":
      return input(state, action.event);
    case "resized":
      return [{ ...state, size: action.size }, []];
    case "news":
      return heardAndTold(state, action.news);
    case "loginRefused":
      return onLogin(state, (screen) => login.refused(screen, action.error, action.now));
    case "loginFailed":
      return onLogin(state, (screen) => ({
        ...screen,
        busy: false,
        problem: { kind: "text", text: action.text },
      }));
    case "loginWaits":
      return onLogin(state, (screen) => ({ ...screen, busy: screen.busy && action.for }));
    case "formAnswered":
      return onChat(state, (chat) => formAnswered(chat, action.problem));
    case "exported":
      return onChat(state, (chat) => exported(chat, action.outcome));
    case "queued":
      return onChat(state, (chat) => [queued(chat, action.message, action.now), []]);
    case "kept":
      return onChat(state, (chat) => [outbox.kept(chat, action.key), []]);
    case "cancelled":
      return onChat(state, (chat) => outbox.cancelled(chat, action));
    case "uncancelled":
      return onChat(state, (chat) => outbox.uncancelled(chat, action));
    case "recalled":
      return onChat(state, (chat) => outbox.recalled(chat, action));
    case "remembered":
      return onChat(state, (chat) => [{ ...chat, lines: action.lines.slice(-linesMax) }, []]);
    case "disk":
      return onChat(state, (chat) => outbox.diskTrouble(chat, action.trouble));
    case "forgotten":
      return onChat(state, (chat) => outbox.forgotten(chat, action.keys));
    case "answered":
      return onChat(state, (chat) => {
        const [next, effects] = answered(chat, action.answer, state);
        return [tellDigest(next, state), effects];
      });
    case "refused":
      return onChat(state, (chat) => refused(chat, action.ask, action.text));
    case "settings":
      return settingsChanged(state, action);
    case "composed":
      return composed(state, action);
    case "emoji":
      return onChat(state, (chat) => [emojiLoaded(chat, action.emoji), []]);
    case "linkOpened":
      return onChat(state, (chat) => [linkOpened(chat, action.url, action.copied), []]);
    case "painted":
    case "tick":
      return [state, []];
  }
}

function heardAndTold(before: State, news: News): Update<State> {
  const [state, effects] = heard(before, news, before.now);
  const [told, telling] = announced(state, news);
  return [told, [...effects, ...telling]];
}

function onLogin(state: State, run: (screen: LoginScreen) => LoginScreen): Update<State> {
  return state.screen.kind === "login" ? [{ ...state, screen: run(state.screen) }, []] : [state, []];
}

function onChat(state: State, run: (chat: ChatScreen) => Update<ChatScreen>): Update<State> {
  if (state.screen.kind !== "chat") return [state, []];
  const [screen, effects] = run(state.screen);
  return [{ ...state, screen }, effects];
}

function input(state: State, event: InputEvent): Update<State> {
  if (event.type === "ground") return [{ ...state, lightGround: event.light }, []];
  if (event.type === "focus") return [{ ...state, focused: event.focused }, []];
  if (event.type === "mouse") {
    return onChat(state, (chat) => (fits(state.size) ? mouseInput(chat, event, state) : [chat, []]));
  }
  // Where keys come from is where the keyboard is: a multiplexer may have told of the last window that showed it.
  const here: State = { ...state, focused: true };
  if (here.screen.kind === "login") {
    const [screen, effects] = loginInput(here.screen, event, here);
    return [{ ...here, screen }, effects];
  }
  return onChat(here, (chat) => chatInput(chat, event, here));
}
