/**
 * Everything that the client knows, as plain immutable data. `update` makes the next state from the last one; what is
 * on screen is a function of it and of nothing else.
 */
import type { ConnectionState, OutgoingMessage, Params } from "../../protocol/index.ts";
import type { EditorState } from "../text/editor.ts";
import type { KillRing } from "../text/kill-ring.ts";
import type { EmojiNames } from "../text/shortcodes.ts";
import type { Conversations } from "./all-conversations.ts";
import type { CertificateQuestion } from "./certificate.ts";
import type { Settings } from "./settings.ts";

export interface State {
  readonly size: Size;
  /** Where the server is, as it's shown. */
  readonly server: string;
  readonly connection: ConnectionState;
  /** Of the last ping, ms. */
  readonly roundTrip: number | undefined;
  readonly screen: LoginScreen | ChatScreen;
  /** What was on screen when the session ended against the person's will, for when they come back. */
  readonly parked: ChatScreen | undefined;
  /** Whether the terminal's window has the keyboard; what nobody sees isn't read. */
  readonly focused: boolean;
  /** When somebody was notified last, ms since 1970 UTC. */
  readonly notifiedAt: number;
  /** Whether the terminal's own ground is light, as far as it tells. */
  readonly lightGround: boolean;
  readonly settings: Settings;
  readonly settingsFile: SettingsFileState;
  /** Clock of the last action, ms since 1970 UTC. */
  readonly now: number;
}

export interface SettingsFileState {
  readonly path: string;
  /** What is wrong in it, in sentences. */
  readonly problems: readonly string[];
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

// Logging in

/** `answer`: to the question about the server's certificate. */
export type LoginField = "name" | "password" | "again" | "answer";

export interface LoginScreen {
  readonly kind: "login";
  readonly mode: "login" | "signup";
  /** Whether a session elsewhere is ended without a question. */
  readonly takeover: boolean;
  readonly field: LoginField;
  readonly fields: Readonly<Record<LoginField, EditorState>>;
  /** A login is under way, and waits for this. */
  readonly busy: false | "disk" | "server";
  /** Logs in as soon as there is a connection, without a key. */
  readonly eager: boolean;
  /** Whether this machine keeps the login, so that the next start needs no password. */
  readonly remember: boolean;
  /** The account whose login it has kept, until that turns out to be no good. */
  readonly saved: string | undefined;
  /** Asked before anything else. */
  readonly certificate: CertificateQuestion | undefined;
  /** Which part of that question is shown where the window is too small for all of it; after the last comes the first. */
  readonly part: number;
  readonly problem: LoginProblem | undefined;
}

export type LoginProblem =
  | { readonly kind: "text"; readonly text: string }
  /** Nothing is wrong. */
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "wrong"; readonly triesLeft: number }
  /** Until when this account is locked from here, ms since 1970 UTC. */
  | { readonly kind: "locked"; readonly name: string; readonly until: number }
  /** Another session holds the account; taking over needs a word from the person. */
  | { readonly kind: "held"; readonly name: string; readonly since: number; readonly address: string };

// Chatting

export interface ChatScreen {
  readonly kind: "chat";
  /** Own name as typed at signup. */
  readonly me: string;
  /** Everyone with an account but oneself, by canonical name. */
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Whether the server has told the last of them: there is nobody else. */
  readonly allListed: boolean;
  /** Ids are `everyone`, or the canonical name of the other. Always holds `everyone`. */
  readonly conversations: Conversations;
  readonly current: string;
  /** When that came about without anyone choosing it by name; 0 if never. */
  readonly turned: number;
  /** The conversation before this one. */
  readonly previous: string;
  readonly panel: Panel | undefined;
  /** The first of two chords that are one key, or an Esc that may be. */
  readonly prefix: { readonly chord: string; readonly since: number } | undefined;
  /** The first row of the contacts that is shown, where the wheel has chosen it. */
  readonly sidebarTop: number | undefined;
  /** Where the mouse's button went down. */
  readonly pressed: { readonly x: number; readonly y: number } | undefined;
  /** The message that was clicked last, and when. */
  readonly clicked: { readonly index: number; readonly at: number } | undefined;
  /** Messages are chosen from, and letters are keys. */
  readonly browse: Browse | undefined;
  /** One line above the input, until the next key. */
  readonly notice: Notice | undefined;
  /** What was sent or run, commands too, oldest first. */
  readonly lines: readonly string[];
  /** What the word at the cursor may become; what isn't for the draft as it is counts for nothing. */
  readonly completion: Completion | undefined;
  /** By their names; loaded when somebody types the first colon. */
  readonly emoji: EmojiNames | "loading" | undefined;
  /** What was cut from any input. */
  readonly killRing: KillRing;
  /** Whether it's shown where there is room. */
  readonly sidebar: boolean;
  /** Whether there is a session just now; without one what is written waits. */
  readonly live: boolean;
  /** Whether the server has said what is unread. */
  readonly summarized: boolean;
  /** Whether somebody has been notified of what came before this session. */
  readonly missedTold: boolean;
  /** The search for a mention to jump to that is under way. */
  readonly seeking: Params<"search"> | undefined;
  /** When the last session ended or was interrupted; undefined before the first. */
  readonly awaySince: number | undefined;
  /** What came while nobody was here, in one line that stays until it's dealt with. */
  readonly digest: Digest | undefined;
  /** By conversation, those who were heard to type. */
  readonly typing: ReadonlyMap<string, readonly Typist[]>;
  /** Where the others have been told that this person types, and when last. */
  readonly told: { readonly conversation: string; readonly at: number } | undefined;
  /** The last search that was closed, to go on from there. */
  readonly lastFind: FindPanel | undefined;
}

export interface Typist {
  readonly name: string;
  /** Unless it's said again; ms since 1970 UTC. */
  readonly until: number;
}

export interface Contact {
  readonly name: string;
  readonly online: boolean;
  /** Online since, or last seen; ms since 1970 UTC. */
  readonly since: number | undefined;
  readonly blocked: boolean;
}

export interface Conversation {
  readonly id: string;
  /** As spelled at signup, or `everyone`. */
  readonly name: string;
  /** A window onto what the server holds, by ascending number. */
  readonly messages: readonly LogMessage[];
  /** Own messages that the server hasn't stored. */
  readonly outgoing: readonly Outgoing[];
  readonly history: History;
  /** Time of the latest message, 0 if there is none. */
  readonly lastTime: number;
  /** The person has seen all up to this number. */
  readonly read: number;
  /** Messages by others that haven't been on screen. */
  readonly unread: number;
  /** Time of the first of those that the server knew of at the last login; undefined if there was none. */
  readonly unreadSince: number | undefined;
  /** How many of those mention me. */
  readonly mentions: number;
  /** `unread` counts messages up to this number. */
  readonly counted: number;
  /** The last number held when a session ended (0 for none), until it's known whether what came since joins on to it. */
  readonly seam: number | undefined;
  /** The server's retention has removed the messages up to this number; 0 if it has none. */
  readonly removed: number;
  /** Where the line "new" is drawn: above the first message after this number. */
  readonly lineAfter: number | undefined;
  /**
   * What the last frame has shown to somebody who looks: the newest message (`following`), something after unread messages
   * that no frame has shown (`past`), or none of these; `away`: nothing, as nobody looked, where it followed before.
   */
  readonly looking: "following" | "away" | "past" | "elsewhere";
  /** Whether the log has been put where unread messages start; until then nothing in it counts as seen. */
  readonly positioned: boolean;
  /** The other one has received all up to this number. */
  readonly delivered: number;
  /** Undefined: the newest message is at the bottom of the screen, and stays there. */
  readonly scroll: Scroll | undefined;
  /** The message that somebody jumped to, which is marked. */
  readonly jump: Jump | undefined;
  /** Where that is not in the window: what is shown in the window's place. */
  readonly island: Island | undefined;
  /** The next island, which is shown as soon as its first pages have come. */
  readonly arriving: Island | undefined;
  readonly draft: EditorState;
  /** Whether something was pasted into it. */
  readonly pasted: boolean;
  /** Undefined while the draft is none of the lines before. */
  readonly recall: Recall | undefined;
}

/** Where one is among the lines that were sent before. */
export interface Recall {
  /** As they were when it began, oldest first. */
  readonly lines: readonly string[];
  /** Of the one in the input; the one after the last is what was being typed. */
  readonly index: number;
  /** How those that were passed were left. */
  readonly left: ReadonlyMap<number, EditorState>;
}

/**
 * What is at the lower edge of the log: a message's number, and how many of its rows are below the edge. Negative: so
 * many rows of what follows it are above the edge, which is how own messages that have no number yet are reached.
 */
export interface Scroll {
  readonly number: number;
  readonly below: number;
}

/**
 * How far the window reaches back: nothing asked yet, a page under way, more before this number, or all of it.
 * `failed`: not asked again until the next login.
 */
export type History =
  | { readonly state: "unknown" | "failed" | "complete" }
  /** This very page is under way; the answer to any other request comes too late. */
  | { readonly state: "loading"; readonly page: Params<"history"> }
  | { readonly state: "more"; readonly before: number };

/** How far an island reaches forward, in the same words; `complete`: to what was the newest message then. */
export type Newer =
  | { readonly state: "failed" | "complete" }
  | { readonly state: "loading"; readonly page: Params<"history"> }
  | { readonly state: "more"; readonly after: number };

export interface Jump {
  readonly number: number;
  /** Where the window's log was before. */
  readonly back: Scroll | undefined;
}

/** Messages from further back than the window, by ascending number and without a hole. */
export interface Island {
  readonly messages: readonly LogMessage[];
  readonly older: History;
  readonly newer: Newer;
  readonly scroll: Scroll;
}

export interface LogMessage {
  readonly number: number;
  readonly from: string;
  /** Sanitised. */
  readonly text: string;
  readonly time: number;
  readonly key: string;
  /** Whether control characters were removed from the text. */
  readonly stripped: boolean;
}

export interface Outgoing {
  readonly key: string;
  readonly text: string;
  readonly time: number;
  /** Whether it's on disk, so that it outlives the program. */
  readonly kept: boolean;
  /** Why the server refused it; undefined while it's on its way. */
  readonly refused: string | undefined;
}

/** A message in `outgoing`, as it is on disk. */
export interface KeptMessage extends OutgoingMessage {
  /** When it was written, ms since 1970 UTC. */
  readonly time: number;
  /** Why the server refused it; undefined while it waits. */
  readonly refused: string | undefined;
}

export interface Completion {
  readonly typed: EditorState;
  /** The draft with the choice in it, if there is one. */
  readonly shown: EditorState;
  /** Where the word begins that a choice replaces. */
  readonly start: number;
  /** None: closed for this word. */
  readonly choices: readonly Choice[];
  /** Undefined until Tab has gone into the list. */
  readonly selected: number | undefined;
}

export interface Choice {
  readonly label: string;
  /** Other names that find it. */
  readonly also?: readonly string[];
  readonly words: string;
  /** What takes the word's place. */
  readonly text: string;
}
/** Told once the server has said what is unread. */
export type Digest = { readonly state: "wanted" } | { readonly state: "told"; readonly text: string };

/** The number of a message; of an own one that isn't stored yet its key. */
export type MessageId = number | string;

export interface Browse {
  /** The selected message: of the current conversation, as soon as that holds any. */
  readonly at: MessageId;
  readonly marked: ReadonlySet<MessageId>;
}

export type Notice =
  /** `quit`: the next Ctrl-C quits. */
  { readonly kind: "info" | "error" | "quit"; readonly text: string } | Question | BlockNotice;

/** Says what a block or its end does, and one key takes it back as long as it stands. */
export interface BlockNotice {
  readonly kind: "block";
  readonly text: string;
  readonly undo: { readonly name: string; readonly request: "block" | "unblock" };
}

/** The next Enter sends, as long as this draft is still what it would send. */
export interface Question {
  readonly kind: "question";
  readonly text: string;
  readonly conversation: string;
  readonly draft: EditorState;
}

export type Panel =
  /** The keys of browse mode first where it was asked for there. */
  | { readonly kind: "help"; readonly top: number; readonly browsing: boolean }
  | {
      readonly kind: "words";
      readonly title: string;
      readonly text: string;
      readonly top: number;
      /** The panel that these words are about something in, which is there again once they are closed. */
      readonly from?: Panel;
    }
  | {
      readonly kind: "list";
      readonly list: ListKind;
      /** Undefined until the answer has come. */
      readonly rows: readonly ListRow[] | undefined;
      readonly selected: number;
    }
  | { readonly kind: "settings"; readonly selected: number }
  | FormPanel
  | OutboxPanel
  | { readonly kind: "links"; readonly urls: readonly string[]; readonly selected: number }
  | QueryPanel;

/** Panels whose rows are found by what is typed. */
export type QueryPanel = Found<"switcher"> | Found<"lines"> | FindPanel;

/** What is found in the current conversation. */
export interface FindPanel extends Found<"find"> {
  readonly conversation: string;
  /** Undefined before the first search. */
  readonly finds: Finds | undefined;
}

export interface Finds {
  /** The query that this is about. */
  readonly text: string;
  readonly search: Params<"search">;
  /** The newest first. */
  readonly rows: readonly LogMessage[];
  /** Where to go on; undefined at the beginning. */
  readonly before: number | undefined;
  /** Time of the oldest message that the server has looked at. */
  readonly reached: number | undefined;
  /** The request that is under way. */
  readonly page: Params<"search"> | undefined;
  readonly problem: string | undefined;
  /** The problem is the server's or the connection's, so that trying again may help. */
  readonly failed: boolean;
}

/** Asks for secrets, one after the other: what is typed goes here and nowhere else. */
export interface FormPanel {
  readonly kind: "form";
  readonly form: "password" | "deletion";
  /** To what was asked so far. */
  readonly answers: readonly string[];
  readonly input: EditorState;
  /** Why what was answered is no good. */
  readonly problem: string | undefined;
  /** A request is under way. */
  readonly busy: boolean;
  /** The first row that is shown. */
  readonly top: number;
}

interface Found<Kind> {
  readonly kind: Kind;
  readonly query: EditorState;
  readonly selected: number;
}

/** Own messages that the server hasn't stored, of all conversations. */
export interface OutboxPanel {
  readonly kind: "outbox";
  readonly selected: number;
}

export type ListKind = "online" | "recent" | "blocked";

export interface ListRow {
  readonly name: string;
  readonly time: number;
  /** In `recent`: still here. */
  readonly online: boolean;
}
