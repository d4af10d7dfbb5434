/** One handler per request; leaving one out doesn't compile. */
import {
  ChatError,
  limits,
  type Params,
  protocolVersion,
  type RequestName,
  type Result,
  type requests,
} from "../../protocol/index.ts";
import type { Caller } from "../caller.ts";
import type { Chat } from "../chat.ts";
import type { Session } from "../session.ts";
import { programName } from "../version.ts";
import { deleteAccount, password } from "./account.ts";
import { login, logout, resume, signup } from "./accounts.ts";
import { block, blocked, unblock } from "./blocks.ts";
import { contacts, online, recent } from "./lists.ts";
import { broadcast, whisper } from "./messages.ts";
import { conversations, history, read, received } from "./reading.ts";
import { search } from "./search.ts";
import { typing } from "./typing.ts";

/** What a handler is told of who asks: the gate has made sure that there is a session where the row demands one. */
type Asker<Name extends RequestName> = (typeof requests)[Name] extends {
  gate: "logged in";
  exclusive?: never;
}
  ? Session
  : Caller;

export type Handlers = {
  readonly [Name in RequestName]: (
    chat: Chat,
    asker: Asker<Name>,
    params: Params<Name>,
  ) => Result<Name> | Promise<Result<Name>>;
};

export const handlers: Handlers = {
  hello(chat, caller, { versions, client }) {
    if (!versions.includes(protocolVersion))
      throw new ChatError("unsupported_version", { versions: [protocolVersion] });
    caller.greeted = true;
    chat.log.info({ event: "hello", client, address: caller.peer.address });
    return { version: protocolVersion, server: programName, time: chat.now(), limits, features: [] };
  },
  signup,
  login,
  logout,
  resume,
  password,
  deleteAccount,
  broadcast,
  whisper,
  block,
  unblock,
  blocked,
  online,
  recent,
  contacts,
  conversations,
  history,
  search,
  received,
  read,
  typing,
  ping: (chat) => ({ time: chat.now() }),
};
