/** When the next line may be taken, and when all is done. Pure. */
import { hasForm } from "../state/form.ts";
import type { ChatScreen } from "../state/state.ts";
import { commandIn } from "../state/typed.ts";
import { waitingCount } from "./own.ts";
import type { LineState } from "./step.ts";

/** So many messages of a pipe may be on their way at once. */
const unansweredMax = 64;

/** A line may need what the one before it asked for (names, a block, a login), and a login a connection. */
export function takesLine({ state, interactive, asked }: LineState, line: string): boolean {
  const { screen, connection } = state;
  if (screen.kind === "login") {
    const canAsk = connection.state === "connected" || screen.field === "name" || screen.field === "answer";
    return interactive && !screen.busy && canAsk;
  }
  if (asked > 0 || isBusy(screen)) return false;
  if (interactive) return true;
  // What a command does is done after what stands before it.
  return waitingCount(screen) < (commandIn(line) ? 1 : unansweredMax);
}

/** Whether the answers to a form's questions are on their way. */
function isBusy(screen: ChatScreen): boolean {
  return hasForm(screen) && screen.panel.busy;
}

/** Whether nothing is under way, or nobody wants to wait for it. */
export function isSettled({ state, interactive, asked }: LineState): boolean {
  const { screen } = state;
  if (screen.kind === "login") return interactive;
  if (interactive && !screen.live) return true;
  return asked === 0 && !isBusy(screen) && waitingCount(screen) === 0;
}

/** Whether a client that nobody sits at can't go on: there is no session, and none to come. */
export function isStuck({ state, interactive, outage }: LineState): boolean {
  const { screen, connection } = state;
  if (interactive) return false;
  if (screen.kind === "chat") return connection.state === "stopped";
  if (screen.busy) return false;
  return outage || screen.certificate !== undefined || !screen.eager;
}
