/** The login and signup form: what is typed into it, what it asks for, and what it says when the answer is no. */
import {
  type ChatError,
  canonical,
  endOfBan,
  errors,
  isName,
  isPassword,
  type SessionEnd,
} from "../../protocol/index.ts";
import { EMPTY_EDITOR, setText } from "../text/editor.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { answered } from "./certificate.ts";
import type { Effect, Update } from "./effects.ts";
import type { LoginField, LoginProblem, LoginScreen } from "./state.ts";

/** How a form begins, as in the screen's type. */
export type LoginBeginning = Partial<Pick<LoginScreen, "mode" | "takeover" | "remember" | "saved">>;

/** What is given already isn't asked for again. */
export function newLogin(
  name = "",
  password = "",
  { mode = "login", takeover = false, remember = false, saved }: LoginBeginning = {},
): LoginScreen {
  return {
    kind: "login",
    mode,
    takeover,
    field: name === "" ? "name" : "password",
    fields: {
      name: setText(EMPTY_EDITOR, name),
      password: setText(EMPTY_EDITOR, password),
      again: setText(EMPTY_EDITOR, mode === "signup" ? password : ""),
      answer: EMPTY_EDITOR,
    },
    busy: false,
    eager: password !== "" || saved !== undefined,
    remember: remember || saved !== undefined,
    saved,
    certificate: undefined,
    part: 0,
    problem: undefined,
  };
}

/** The form as it is after a session has ended; `waiting` says what becomes of messages that weren't stored. */
export function loginAfter(name: string, why: SessionEnd, now: number, waiting?: string): LoginScreen {
  const login = newLogin(name);
  if (why.kind === "logged out")
    return waiting === undefined ? login : { ...login, problem: { kind: "note", text: waiting } };
  if (why.kind === "deleted") {
    const text = `The account ${name} is deleted. Its name can't be used again.`;
    return { ...newLogin(), problem: { kind: "note", text } };
  }
  if (why.kind === "refused") return { ...login, problem: problemOf(why.error, name, now) };
  const text = `A login from ${sanitizeLine(why.address)} took your session over. Log in to take it back.`;
  return { ...login, problem: { kind: "text", text } };
}

export function fieldsOf({ mode, certificate }: LoginScreen): readonly LoginField[] {
  if (certificate) return ["answer"];
  return mode === "login" ? ["name", "password"] : ["name", "password", "again"];
}

/** To another field, or to another part of a question. */
export function moveField(login: LoginScreen, step: 1 | -1): LoginScreen {
  if (login.certificate) return { ...login, part: login.part + step };
  const fields = fieldsOf(login);
  const next = fields[(fields.indexOf(login.field) + step + fields.length) % fields.length];
  return { ...login, field: next ?? "name" };
}

export function switchMode(login: LoginScreen): LoginScreen {
  const mode = login.mode === "login" ? "signup" : "login";
  const field = mode === "login" && login.field === "again" ? "password" : login.field;
  return { ...login, mode, field, eager: false, problem: undefined };
}

export function toggleRemember(login: LoginScreen): LoginScreen {
  return { ...login, remember: !login.remember };
}

/** Whether the form needs no password, because this machine has kept the login of that account. */
function hasSaved({ mode, saved, fields }: LoginScreen): boolean {
  const { name, password } = fields;
  return mode === "login" && password.text === "" && saved !== undefined && saved === canonical(name.text);
}

/** Enter: on to the next empty field, then the request, as soon as there is a connection. */
export function submit(login: LoginScreen, isConnected = true): Update<LoginScreen> {
  if (login.busy) return [login, []];
  if (login.certificate) return answered(login, login.certificate);
  const empty = hasSaved(login)
    ? undefined
    : fieldsOf(login).find((field) => login.fields[field].text === "");
  if (empty) return [{ ...login, field: empty }, []];
  const problem = login.mode === "signup" ? signupProblem(login) : undefined;
  if (problem) return [{ ...login, ...problem }, []];
  if (!isConnected) return [{ ...login, eager: true }, [{ do: "connect" }]];
  const agreed = login.problem?.kind === "held" && login.problem.name === login.fields.name.text;
  return [{ ...login, busy: "server", problem: undefined }, [request(login, login.takeover || agreed)]];
}

export function refused(login: LoginScreen, error: ChatError, now: number): LoginScreen {
  const field = error.code === "bad_name" || error.code === "name_taken" ? "name" : "password";
  const problem = problemOf(error, login.fields.name.text, now);
  // A wrong password is typed anew; one that was right stays for the takeover.
  const fields = problem.kind === "wrong" ? { ...login.fields, password: EMPTY_EDITOR } : login.fields;
  const saved = error.is("token_refused") ? undefined : login.saved;
  return { ...login, busy: false, field, fields, problem, saved };
}

/** What the form says of a refusal; safe to show. */
export function problemOf(error: ChatError, name: string, now: number): LoginProblem {
  if (error.is("bad_login")) return { kind: "wrong", triesLeft: error.detail.triesLeft };
  if (error.is("locked")) return { kind: "locked", name, until: now + error.detail.retryAfter * 1000 };
  if (error.is("slow_down")) {
    return { kind: "text", text: `${error.message.replace("a while", `${error.detail.retryAfter} s`)}` };
  }
  if (error.is("already_online")) {
    return { kind: "held", name, since: error.detail.since, address: sanitizeLine(error.detail.address) };
  }
  if (error.is("banned") && error.detail.until !== undefined) {
    return { kind: "text", text: `${error.message} ${endOfBan(error.detail.until)}` };
  }
  return { kind: "text", text: sanitizeLine(error.message) };
}

function request(login: LoginScreen, takeover: boolean): Effect {
  const { mode, fields, remember } = login;
  const name = fields.name.text;
  const password = fields.password.text;
  if (hasSaved(login)) return { do: "resume", name, takeover };
  return mode === "signup"
    ? { do: "signup", name, password, remember }
    : { do: "login", name, password, takeover, remember };
}

/** What the server would refuse anyway, said before asking it. */
function signupProblem({ fields }: LoginScreen): Pick<LoginScreen, "problem" | "field"> | undefined {
  const { name, password, again } = fields;
  const because = (field: LoginField, text: string) => ({ field, problem: { kind: "text", text } as const });
  if (!isName(name.text)) return because("name", errors.bad_name.text);
  if (!isPassword(password.text)) return because("password", errors.bad_password.text);
  if (password.text !== again.text) return because("again", "The two passwords differ.");
  return undefined;
}
