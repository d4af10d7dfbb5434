/** Between frames and meaning: checks what came, and builds what goes. */
import * as v from "valibot";
import { ChatError, type ErrorCode, errors, ProtocolError } from "./errors.ts";
import { type Event, type EventName, events } from "./events.ts";
import type { FrameValue } from "./frames.ts";
import { type Params, type Request, type RequestName, type Result, requests } from "./requests.ts";

export const protocolVersion = 1;

/** An answer as it stands in a frame. */
export type Answer =
  | { readonly id: number; readonly result: object }
  | { readonly id: number; readonly error: { code: string; text: string; detail?: object } };

/** The `id` of a request. Without one there is nothing to answer to, so that is a ProtocolError. */
export function requestId(value: FrameValue): number {
  const id = value.id;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 0) {
    throw new ProtocolError("bad_frame", "Not a request: it has no id.");
  }
  return id;
}

/** Checks a request's name and fields; throws a ChatError `unknown_request` or `invalid`. */
export function checkRequest(id: number, value: FrameValue): Request {
  const { request } = value;
  if (typeof request !== "string" || !isRequestName(request)) throw new ChatError("unknown_request");
  const checked = v.safeParse(requests[request].params, value, { abortEarly: true });
  if (!checked.success) throw new ChatError("invalid", { field: v.getDotPath(checked.issues[0]) ?? "" });
  return { id, request, params: checked.output } as Request;
}

const requestNames: ReadonlySet<string> = new Set(Object.keys(requests));

export function isRequestName(name: string): name is RequestName {
  return requestNames.has(name);
}

export function requestOf<Name extends RequestName>(id: number, request: Name, params: Params<Name>): object {
  return { ...params, id, request };
}

export function answerOf(id: number, result: object): Answer {
  return { id, result };
}

export function errorAnswerOf(id: number, error: ChatError): Answer {
  const detail = error.detail as object;
  const { code, message: text } = error;
  return { id, error: Object.keys(detail).length > 0 ? { code, text, detail } : { code, text } };
}

/** What a client may find in a frame from the server. An event that this version doesn't know is `unknown`. */
export type Incoming =
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: ChatError }
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "unknown" };

/** Checks what a server sent; throws a ProtocolError where it makes no sense. */
export function checkIncoming(value: FrameValue): Incoming {
  if (typeof value.event === "string") return checkEvent(value.event, value);
  const id = value.id;
  if (typeof id !== "number")
    throw new ProtocolError("bad_frame", "The server sent neither an event nor an answer.");
  if ("error" in value) return { kind: "error", id, error: checkError(value.error) };
  return { kind: "result", id, result: value.result };
}

function checkEvent(name: string, value: FrameValue): Incoming {
  if (!Object.hasOwn(events, name)) return { kind: "unknown" };
  const checked = v.safeParse(events[name as EventName].fields, value, { abortEarly: true });
  if (!checked.success) throw new ProtocolError("bad_frame", `The server sent a malformed ${name} event.`);
  return { kind: "event", event: { event: name, ...checked.output } as Event };
}

const errorShape = v.object({ code: v.string(), text: v.string(), detail: v.optional(v.unknown(), {}) });

function checkError(value: unknown): ChatError {
  const shape = v.safeParse(errorShape, value);
  if (!shape.success) throw new ProtocolError("bad_frame", "The server sent a malformed error.");
  const code = (Object.hasOwn(errors, shape.output.code) ? shape.output.code : "internal") as ErrorCode;
  const detail = v.safeParse(errors[code].detail, shape.output.detail);
  if (!detail.success) throw new ProtocolError("bad_frame", `The server sent a malformed ${code} error.`);
  const error = Reflect.construct(ChatError, [code, detail.output]) as ChatError;
  // A newer server's code says nothing to this client, but its words do to a person.
  if (code !== shape.output.code) error.message = shape.output.text;
  return error;
}

/** Checks the result of a request; throws a ProtocolError. */
export function checkResult<Name extends RequestName>(request: Name, value: unknown): Result<Name> {
  const checked = v.safeParse(requests[request].result, value, { abortEarly: true });
  if (!checked.success)
    throw new ProtocolError("bad_frame", `The server sent a malformed answer to ${request}.`);
  return checked.output as Result<Name>;
}
