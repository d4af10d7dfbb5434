/** The one gate before every handler: is the request known, well-formed, and may this caller make it now? */
import {
  ChatError,
  checkRequest,
  type FrameValue,
  type Request,
  type RequestName,
  requests,
} from "../protocol/index.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import { handlers } from "./handlers/index.ts";

const startsSession: ReadonlySet<RequestName> = new Set<RequestName>(["signup", "login", "resume"]);

/** Throws a ChatError where the answer is no. */
export function admit(caller: Caller, id: number, value: FrameValue): Request {
  const request = checkRequest(id, value);
  const { gate } = requests[request.request];
  if (gate !== "connected" && !caller.greeted) throw new ChatError("hello_first");
  const loggedIn = caller.session !== undefined && !caller.session.ended;
  if (gate === "logged in" && !loggedIn) throw new ChatError("not_logged_in");
  if (startsSession.has(request.request) && loggedIn) throw new ChatError("already_logged_in");
  return request;
}

/** Whether later requests of the same connection must wait for this one. */
export function isExclusive(request: Request): boolean {
  return "exclusive" in requests[request.request];
}

/** Runs the handler of an admitted request. It may throw before there is a promise. */
export function perform(chat: Chat, caller: Caller, request: Request): object | Promise<object> {
  const row = requests[request.request];
  const asker = row.gate === "logged in" && !("exclusive" in row) ? caller.session : caller;
  // The table types each handler by its row; joining them by name is more than the compiler can follow.
  const handle = handlers[request.request] as (...args: unknown[]) => object | Promise<object>;
  return handle(chat, asker, request.params);
}
