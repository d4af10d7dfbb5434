/**
 * The question about a server's certificate: on the login form it stands in the place of the fields until a word is typed
 * in full, in the chat it is a panel and a command. Nothing is sent to the server meanwhile.
 */
import type { ConnectionState, DisconnectReason } from "../../protocol/index.ts";
import { EMPTY_EDITOR } from "../text/editor.ts";
import { certificateText, wordFor } from "../words.ts";
import type { Context, Effect, Update } from "./effects.ts";
import type { ChatScreen, LoginScreen } from "./state.ts";
import { clearDraft, say } from "./talk.ts";

export type CertificateQuestion = Extract<DisconnectReason, { kind: "certificate" }>;

/** Undefined unless that is what the connection has stopped for. */
export function questionOf(connection: ConnectionState): CertificateQuestion | undefined {
  return connection.state === "stopped" && connection.reason.kind === "certificate"
    ? connection.reason
    : undefined;
}

/** The form as the connection wants it: with the question, or without one that is over. */
export function asked(login: LoginScreen, connection: ConnectionState): LoginScreen {
  const certificate = questionOf(connection);
  if (certificate === login.certificate) return login;
  const rest = { ...login, certificate, part: 0, problem: undefined };
  if (certificate === undefined)
    return { ...rest, field: login.fields.name.text === "" ? "name" : "password" };
  return { ...rest, field: "answer", busy: false, fields: { ...login.fields, answer: EMPTY_EDITOR } };
}

/** Enter after the word: only that very one accepts. */
export function answered(login: LoginScreen, question: CertificateQuestion): Update<LoginScreen> {
  const word = wordFor(question);
  const fields = { ...login.fields, answer: EMPTY_EDITOR };
  if (login.fields.answer.text.trim().toLowerCase() === word)
    return [{ ...login, fields, problem: undefined }, [trust(question)]];
  const text = `Nothing is sent to this server unless you type ${word}.`;
  return [{ ...login, fields, problem: { kind: "text", text } }, []];
}

/** A session can't go on: a panel says so as soon as it's known. */
export function warned(chat: ChatScreen, connection: ConnectionState): ChatScreen {
  const question = questionOf(connection);
  if (question === undefined) return chat;
  const text = `${certificateText(question)}\n\nIf it is the right one, type /trust and press Enter.`;
  return { ...chat, panel: { kind: "words", title: "The server's certificate", text, top: 0 } };
}

/** What the panel has asked for. */
export function accept(chat: ChatScreen, { connection }: Pick<Context, "connection">): Update<ChatScreen> {
  const question = questionOf(connection);
  if (question === undefined) return say(chat, "error", "The server's certificate is not in question.");
  return [{ ...clearDraft(chat), panel: undefined }, [trust(question)]];
}

function trust({ offered }: CertificateQuestion): Effect {
  return { do: "trust", fingerprint: offered };
}
