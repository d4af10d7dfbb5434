/** Reads SGR mouse reports, `CSI < b;x;y M` (or `m` for a release), the only kind that we ask for. */
import type { MouseEvent } from "./events.ts";

const REPORT = /^<(\d+);(\d+);(\d+)$/;

const MOTION = 32;
const WHEEL = 64;
const EXTRA_BUTTONS = 128;

/** The wheel's buttons in their order; left and right have no use here. */
const WHEEL_ACTIONS = ["wheelup", "wheeldown"] as const;

function actionOf(bits: number, final: string): MouseEvent["action"] | undefined {
  if (bits & EXTRA_BUTTONS) return undefined;
  if (bits & WHEEL) return final === "M" ? WHEEL_ACTIONS[bits & 3] : undefined;
  if (bits & MOTION) return "move";
  return final === "M" ? "press" : "release";
}

/** The event of a report, or undefined for what isn't one or is of no use (side buttons, sideways wheels). */
export function mouseEvent(parameters: string, final: string): MouseEvent | undefined {
  const [, bitsText, column, row] = REPORT.exec(parameters) ?? [];
  if (bitsText === undefined) return undefined;
  const bits = Number(bitsText);
  const action = actionOf(bits, final);
  if (action === undefined) return undefined;
  return {
    type: "mouse",
    action,
    button: bits & WHEEL ? 3 : bits & 3,
    x: Math.max(0, Number(column) - 1),
    y: Math.max(0, Number(row) - 1),
    shift: (bits & 4) !== 0,
    alt: (bits & 8) !== 0,
    ctrl: (bits & 16) !== 0,
  };
}
