/**
 * Forms on the main screen that ask for secrets, question by question: what is typed into them never gets into drafts,
 * the input history, the kill ring or onto the screen.
 */
import { canonical, errors, isPassword } from "../../protocol/index.ts";
import { type EditorOperation, type EditorState, EMPTY_EDITOR, insert } from "../text/editor.ts";
import { graphemes } from "../text/width.ts";
import type { Effect, Update } from "./effects.ts";
import type { ChatScreen, FormPanel, Panel } from "./state.ts";
import { say } from "./talk.ts";

interface Question {
  readonly prompt: string;
  readonly hidden: boolean;
}

interface Form {
  readonly title: string;
  readonly words: string;
  readonly questions: readonly Question[];
  /** What is wrong with the answers so far, and how many of them still count. */
  check(
    answers: readonly string[],
    me: string,
  ): { readonly problem: string; readonly kept: number } | undefined;
  request(answers: readonly string[]): Effect;
  /** What is said when it was done. */
  readonly done: string;
}

const hidden = (prompt: string): Question => ({ prompt, hidden: true });

const forms: Readonly<Record<FormPanel["form"], Form>> = {
  password: {
    title: "Change your password",
    words:
      "Type the password that holds now, then the new one twice. Wherever else you stay logged in, the new one will be asked for.",
    questions: [hidden("old password> "), hidden("new password> "), hidden("new password again> ")],
    check([, next, again]) {
      if (next !== undefined && !isPassword(next)) return { problem: errors.bad_password.text, kept: 1 };
      if (again !== undefined && again !== next)
        return { problem: "The two differ. Type the new one again, twice.", kept: 1 };
      return undefined;
    },
    request: ([old = "", next = ""]) => ({ do: "changePassword", old, next }),
    done: "Your password is changed.",
  },
  deletion: {
    title: "Delete your account",
    words:
      "This can't be undone. What you said stays with the others, under your name, which nobody can use again. All else goes, also the drafts, input history and unsent messages on this machine. /export FILE keeps a copy. Type your password, then your name.",
    questions: [hidden("password> "), { prompt: "delete which account> ", hidden: false }],
    check: ([, name], me) =>
      name !== undefined && canonical(name.trim()) !== canonical(me)
        ? { problem: `You are ${me}. Nothing was deleted.`, kept: 1 }
        : undefined,
    request: ([password = ""]) => ({ do: "deleteAccount", password }),
    done: "Your account is deleted.",
  },
};

export function hasForm(chat: ChatScreen): chat is ChatScreen & { readonly panel: FormPanel } {
  return isForm(chat.panel);
}

export function isForm(panel: Panel | undefined): panel is FormPanel {
  return panel?.kind === "form";
}

export function openForm(chat: ChatScreen, form: FormPanel["form"]): Update<ChatScreen> {
  const panel: FormPanel = {
    kind: "form",
    form,
    answers: [],
    input: EMPTY_EDITOR,
    problem: undefined,
    busy: false,
    top: 0,
  };
  return [{ ...chat, panel }, []];
}

export function formTitle({ form }: FormPanel): string {
  return forms[form].title;
}

/** What a form says besides its question. */
export function formWords({ form, problem, busy }: FormPanel): string {
  const said = busy ? "One moment …" : problem;
  return said === undefined ? forms[form].words : `${said}\n\n${forms[form].words}`;
}

export function formQuestion({ form, answers, busy }: FormPanel): Question {
  const { questions } = forms[form];
  return busy ? { prompt: "… ", hidden: true } : (questions[answers.length] ?? hidden("> "));
}

/** What may be shown of what is typed: of a secret as many dots as characters. */
export function shownInput(panel: FormPanel): EditorState {
  const { input } = panel;
  if (!formQuestion(panel).hidden) return input;
  const dots = (text: string): string => "•".repeat(graphemes(text).length);
  const cursor = dots(input.text.slice(0, input.cursor)).length;
  return { ...EMPTY_EDITOR, text: dots(input.text), cursor };
}

export function typeIntoForm(chat: ChatScreen, text: string): ChatScreen {
  return withInput(chat, (input) => insert(input, text.replaceAll("\n", "")));
}

export function editingForm(operation: EditorOperation): (chat: ChatScreen) => Update<ChatScreen> {
  return (chat) => [withInput(chat, operation), []];
}

/** Enter: what is typed answers the question. */
export function goOn(chat: ChatScreen): Update<ChatScreen> {
  if (!hasForm(chat) || chat.panel.busy || chat.panel.input.text === "") return [chat, []];
  const { panel, me } = chat;
  const form = forms[panel.form];
  const answers = [...panel.answers, panel.input.text];
  const free: FormPanel = { ...panel, answers, input: EMPTY_EDITOR, problem: undefined, top: 0 };
  const wrong = form.check(answers, me);
  if (wrong) {
    const { problem, kept } = wrong;
    return [{ ...chat, panel: { ...free, answers: answers.slice(0, kept), problem } }, []];
  }
  if (answers.length < form.questions.length) return [{ ...chat, panel: free }, []];
  return [{ ...chat, panel: { ...free, answers: [], busy: true } }, [form.request(answers)]];
}

export function formAnswered(chat: ChatScreen, problem: string | undefined): Update<ChatScreen> {
  if (!hasForm(chat)) return problem === undefined ? [chat, []] : say(chat, "error", problem);
  const { panel } = chat;
  if (problem !== undefined) return [{ ...chat, panel: { ...panel, busy: false, problem } }, []];
  return say({ ...chat, panel: undefined }, "info", forms[panel.form].done);
}

function withInput(chat: ChatScreen, change: (input: EditorState) => EditorState): ChatScreen {
  if (!hasForm(chat) || chat.panel.busy) return chat;
  return { ...chat, panel: { ...chat.panel, input: change(chat.panel.input) } };
}
