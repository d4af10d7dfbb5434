/** Asks one question at the process's terminal, also where standard input and output are pipes. */
import { closeSync, openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import type { Prompt } from "../line/prompt.ts";
import { Typing } from "../line/typing.ts";

/** Undefined where there is no terminal. Ctrl-C and Ctrl-D end the process. */
export async function askAtTerminal(prompt: Prompt): Promise<string | undefined> {
  const terminal = openTerminal();
  if (terminal === undefined) return undefined;
  const { promise, resolve } = Promise.withResolvers<string>();
  const leave = (): void => process.exit(130);
  const typing = new Typing(terminal.input, terminal.output, {
    onLine(answer) {
      typing.ask(undefined);
      resolve(answer);
    },
    onInterrupt: leave,
    onEnd: leave,
  });
  const restore = (): void => typing.close();
  process.on("exit", restore);
  typing.ask(prompt);
  const answer = await promise;
  restore();
  process.off("exit", restore);
  terminal.input.destroy();
  terminal.output.destroy();
  return answer;
}

function openTerminal(): { input: ReadStream; output: WriteStream } | undefined {
  const opened: number[] = [];
  try {
    for (const flags of ["r", "w"]) opened.push(openSync("/dev/tty", flags));
    const [input = 0, output = 1] = opened;
    return { input: new ReadStream(input), output: new WriteStream(output) };
  } catch {
    for (const descriptor of opened) closeSync(descriptor);
    return undefined;
  }
}
