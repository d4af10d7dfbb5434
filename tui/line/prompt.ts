/** What stands before a line that is typed. */
import { promptOf } from "../state/focus.ts";
import { formQuestion, hasForm } from "../state/form.ts";
import type { FormPanel } from "../state/state.ts";
import { loginPrompt } from "./login.ts";
import type { LineState } from "./step.ts";
import { sendPrompt } from "./written.ts";

export interface Prompt {
  readonly text: string;
  /** Whether what is typed must not be seen. */
  readonly hidden: boolean;
}

/** `isBegun`: whether the line goes on with the one before it. Undefined while there is nothing to type. */
export function promptFor({ state, asksToSend }: LineState, isBegun: boolean): Prompt | undefined {
  const { screen } = state;
  if (screen.kind === "login") return loginPrompt(screen);
  if (hasForm(screen)) return formPrompt(screen.panel);
  if (isBegun) return { text: "... ", hidden: false };
  // A search is told as it goes on, and takes no typing.
  const text = asksToSend ? sendPrompt(screen) : promptOf({ ...screen, panel: undefined });
  return { text, hidden: false };
}

function formPrompt(panel: FormPanel): Prompt | undefined {
  if (panel.busy) return undefined;
  const { prompt, hidden } = formQuestion(panel);
  return { text: prompt, hidden };
}
