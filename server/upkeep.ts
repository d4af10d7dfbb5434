/** `chat-server backup` and `chat-server check`: what they print, and their exit status. */
import { backUp, checkFolder, type Findings, StoreError } from "../data/index.ts";

export function backup(folder: string, target: string): Promise<number> {
  return telling(async () => {
    await backUp(folder, target);
    const findings = await checkFolder(target);
    tell(findings);
    if (findings.problems.length > 0) {
      process.stderr.write(`chat-server: ${target} is no good backup: ${folder} has the same problems.\n`);
      return 1;
    }
    process.stdout.write(`${folder} is backed up in ${target}: ${summary(findings)}.\n`);
    return 0;
  });
}

export function check(folder: string): Promise<number> {
  return telling(async () => {
    const findings = await checkFolder(folder);
    tell(findings);
    const found = findings.problems.length;
    process.stdout.write(
      found === 0
        ? `${folder} is all right: ${summary(findings)}.\n`
        : `${folder} has ${counted(found, "problem")}; readable are ${summary(findings)}.\n`,
    );
    return found === 0 ? 0 : 1;
  });
}

/** What can't be begun is one line, as for a server that can't start. */
async function telling(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    process.stderr.write(`chat-server: ${error.message}\n`);
    return 1;
  }
}

function tell({ problems, notes }: Findings): void {
  for (const problem of problems) process.stdout.write(`problem: ${problem}\n`);
  for (const note of notes) process.stdout.write(`note: ${note}\n`);
}

function summary({ counts: { accounts, conversations, messages } }: Findings): string {
  const [who, where, what] = [
    counted(accounts, "account"),
    counted(conversations, "conversation"),
    counted(messages, "message"),
  ];
  return `${who}, ${where}, ${what}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
