/** What `update` wants done, as data: the runtime does it, and says what came of it with an action. */
import type {
  ChatError,
  ConnectionState,
  Fingerprint,
  News,
  OutgoingMessage,
  Params,
  Result,
} from "../../protocol/index.ts";
import type { InputEvent } from "../terminal/events.ts";
import type { EmojiNames } from "../text/shortcodes.ts";
import type { SettingPath, Settings, SettingValue } from "./settings.ts";
import type { KeptMessage, SettingsFileState, Size } from "./state.ts";

/** Requests whose answers the screen uses. */
export type Asked =
  | "contacts"
  | "conversations"
  | "history"
  | "search"
  | "online"
  | "recent"
  | "blocked"
  | "block"
  | "unblock";

export type Ask = { [Name in Asked]: { readonly request: Name; readonly params: Params<Name> } }[Asked];
export type Answer = {
  [Name in Asked]: { readonly request: Name; readonly params: Params<Name>; readonly result: Result<Name> };
}[Asked];

export interface Recalled {
  /** By the conversation's id. */
  readonly drafts: ReadonlyMap<string, string>;
  /** In the order written. */
  readonly outbox: readonly KeptMessage[];
  /** Names of files that were no use, and have been set aside. */
  readonly damaged: readonly string[];
}

export type Effect =
  | {
      readonly do: "login";
      readonly name: string;
      readonly password: string;
      readonly takeover: boolean;
      readonly remember: boolean;
    }
  | {
      readonly do: "signup";
      readonly name: string;
      readonly password: string;
      readonly remember: boolean;
    }
  /** Logs in as this machine has kept it. */
  | { readonly do: "resume"; readonly name: string; readonly takeover: boolean }
  | { readonly do: "changePassword"; readonly old: string; readonly next: string }
  | { readonly do: "deleteAccount"; readonly password: string }
  /** Writes all that the server has of one into a new file. */
  | { readonly do: "export"; readonly file: string }
  | { readonly do: "logout" }
  | {
      readonly do: "send";
      readonly conversation: string;
      readonly text: string;
      /** Shortcodes in it were typed before it was known which there are: they are replaced before it goes out. */
      readonly shortcodes?: true;
    }
  /** Takes back a message that waits, or forgets one that was refused. */
  | { readonly do: "cancel"; readonly key: string }
  /** Keeps on disk what is typed so far in the conversation of this id. */
  | { readonly do: "keepDraft"; readonly conversation: string; readonly text: string }
  /** Adds a line to the input history on disk. */
  | { readonly do: "remember"; readonly text: string }
  /** Removes all that is on this disk of the account. */
  | { readonly do: "forget" }
  | { readonly do: "ask"; readonly ask: Ask }
  /** Tells the server, soon and only once for many, how far the person has read. */
  | { readonly do: "markRead"; readonly conversation: string; readonly number: number }
  /** Tells those who would get the message. */
  | { readonly do: "typing"; readonly conversation: string; readonly typing: boolean }
  /** Changes a setting, or an entry of one, in the file; a `settings` action says what holds then. */
  | { readonly do: "set"; readonly path: SettingPath; readonly value: SettingValue }
  /** Tells somebody who looks elsewhere. */
  | { readonly do: "notify"; readonly how: Settings["notify"]; readonly title: string; readonly text: string }
  | { readonly do: "loadEmoji" }
  /** Gives the terminal to the person's editor, with this text in it. */
  | { readonly do: "compose"; readonly conversation: string; readonly text: string }
  /** Into the terminal's clipboard. */
  | { readonly do: "copy"; readonly text: string }
  | { readonly do: "openLink"; readonly url: string }
  | { readonly do: "connect" }
  /** Accepts this certificate of the server, and no other, and connects. */
  | { readonly do: "trust"; readonly fingerprint: Fingerprint }
  | { readonly do: "redraw" }
  | { readonly do: "suspend" }
  | { readonly do: "quit" };

export type Action =
  | { readonly type: "input"; readonly event: InputEvent }
  | { readonly type: "resized"; readonly size: Size }
  | { readonly type: "news"; readonly news: News }
  | { readonly type: "loginRefused"; readonly error: ChatError }
  | { readonly type: "loginFailed"; readonly text: string }
  /** What takes its time while somebody logs in. */
  | { readonly type: "loginWaits"; readonly for: "disk" | "server" }
  /** What a form asked for was done, or why it wasn't. */
  | { readonly type: "formAnswered"; readonly problem: string | undefined }
  | {
      readonly type: "exported";
      readonly outcome: { readonly file: string; readonly messages: number } | { readonly problem: string };
    }
  | { readonly type: "queued"; readonly message: OutgoingMessage }
  /** This message is on disk. */
  | { readonly type: "kept"; readonly key: string }
  /** It isn't sent any more. `perhapsSent`: the connection broke while it waited for its answer. */
  | { readonly type: "cancelled"; readonly key: string; readonly perhapsSent: boolean }
  | { readonly type: "uncancelled"; readonly why: "under way" | "disk" }
  /** What the disk held of the account that has just logged in. */
  | ({ readonly type: "recalled" } & Recalled)
  /** The input history, oldest line first. */
  | { readonly type: "remembered"; readonly lines: readonly string[] }
  /** Why nothing can be kept on disk, undefined: it can again. */
  | { readonly type: "disk"; readonly trouble: string | undefined }
  /** Nothing of the account is on disk any more; these messages are not sent. */
  | { readonly type: "forgotten"; readonly keys: readonly string[] }
  | { readonly type: "answered"; readonly answer: Answer }
  | { readonly type: "refused"; readonly ask: Ask; readonly text: string }
  /** The settings file has been read again, or changed from here. */
  | { readonly type: "settings"; readonly settings: Settings; readonly problems: readonly string[] }
  | { readonly type: "emoji"; readonly emoji: EmojiNames }
  /** The editor has ended. */
  | {
      readonly type: "composed";
      readonly conversation: string;
      readonly result: { readonly text: string } | { readonly problem: string };
    }
  /** A link went to a browser, or where there is none into the clipboard. */
  | { readonly type: "linkOpened"; readonly url: string; readonly copied: boolean }
  /** A frame is about to show the state; what comes of it holds once the terminal has taken the frame. */
  | { readonly type: "painted" }
  /** Time has passed that something on screen counts. */
  | { readonly type: "tick" };

/** What an update may look at besides the screen that it changes. */
export interface Context {
  /** Host and port. */
  readonly server: string;
  readonly size: Size;
  readonly settings: Settings;
  readonly settingsFile: SettingsFileState;
  readonly connection: ConnectionState;
  readonly now: number;
}

/** An action and when it happened, ms since 1970 UTC. */
export type Timed = Action & { readonly now: number };

export type Update<S> = readonly [state: S, effects: readonly Effect[]];
