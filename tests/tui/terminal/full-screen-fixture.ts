/** A full-screen program that ends in the way its first argument says; the second one is its log file. */
import { installRestore } from "../../../tui/terminal/restore.ts";
import { Screen } from "../../../tui/terminal/screen.ts";
import { writeNow } from "../../../tui/terminal/write-now.ts";

const [, , ending = "", logFile = ""] = process.argv;

const write = (text: string): void => writeNow(1, text);
const screen = new Screen(write, { mouse: true, focus: true, keyboard: true });
const uninstall = installRestore({ restore: () => screen.leave(), logFile, program: "fixture" });

const bug = (): Error => new Error("a \x1b[31mbug\nin it");

const ENDINGS: Readonly<Record<string, () => void>> = {
  exit: () => process.exit(3),
  throw: () => {
    throw bug();
  },
  reject: () => {
    Promise.reject(bug());
  },
  missing: () => {
    const part = "./a-part-that-an-update-took-away.ts";
    void import(part);
  },
  uninstall: () => {
    screen.leave();
    uninstall();
    throw bug();
  },
};

screen.enter();
write("\x1b[31;4munfinished frame");
process.stdin.on("data", () => ENDINGS[ending]?.());
