/**
 * Reads a whole data folder, what the server reads at its start and what it would read only when somebody asks for it,
 * and tells what is damaged or doesn't fit together. It changes nothing.
 */
import { join } from "node:path";
import { bansKey } from "./bans.ts";
import { checkAccounts } from "./checkAccounts.ts";
import { checkMailboxes } from "./checkMailboxes.ts";
import { checkPages } from "./checkPages.ts";
import { failuresKey } from "./failures.ts";
import { type Files, failedWith, nodeFiles, reasonOf } from "./files.ts";
import { Findings } from "./findings.ts";
import { holderOf } from "./lock.ts";
import { type Replayed, replay } from "./replay.ts";
import { Documents } from "./state.ts";
import { StoreError } from "./store.ts";
import { filesBelow } from "./tree.ts";

/** Rejects with a StoreError `locked` or `unusable`: then nothing was checked. */
export async function checkFolder(folder: string, files: Files = nodeFiles): Promise<Findings> {
  await refuseUnlessIdle(files, folder);
  const findings = new Findings();
  const paths = await filesBelow(files, folder);
  noteLeftovers(findings, folder, paths);
  let latest = 0;
  const documents = new Documents(files, folder, () => latest);
  const replayed = await findings.attempt(() =>
    replay(files, join(folder, "journal"), (change) => {
      latest = change.sequence;
      documents.change(change);
    }),
  );
  if (replayed) await checkWhole(findings, folder, documents, paths, replayed);
  // It may have been started meanwhile, and then nothing of this means anything.
  await refuseUnlessIdle(files, folder);
  return findings;
}

async function checkWhole(
  findings: Findings,
  folder: string,
  documents: Documents,
  paths: readonly string[],
  { torn }: Replayed,
): Promise<void> {
  if (torn > 0) {
    findings.notes.push(
      `The journal ends in ${torn} bytes of an unfinished write, which the next start cuts off.`,
    );
  }
  await findings.attempt(() => documents.failures.get(failuresKey));
  await findings.attempt(() => documents.bans.get(bansKey));
  const accounts = await checkAccounts(findings, documents.shards, folder);
  const conversations = await checkMailboxes(findings, documents, folder, accounts, paths);
  await checkPages(findings, documents.pages, folder, conversations, paths);
}

function noteLeftovers(findings: Findings, folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    if (path.endsWith(".tmp")) {
      findings.notes.push(
        `${join(folder, path)} was left by an interrupted write and does no harm. Remove it while no server runs.`,
      );
    } else if (!/\.(json|bak|log|pem)$|(^|\/)(lock|hold)\.\d+[^/]*$|^admin\.sock$/.test(path)) {
      findings.notes.push(`${join(folder, path)} is not a file of this program.`);
    }
  }
}

async function refuseUnlessIdle(files: Files, folder: string): Promise<void> {
  const names = await files.list(folder).catch((error: unknown) => {
    const what = failedWith(error, "ENOENT") ? "There is no data in" : "Can't read";
    throw new StoreError(
      "unusable",
      `${what} ${folder}: ${reasonOf(error)}. Name the data folder with --data.`,
    );
  });
  if (!names.includes("journal")) {
    throw new StoreError(
      "unusable",
      `There is no journal in ${folder}. If it is the data folder, restore the whole of it from a backup; if it isn't, name that with --data.`,
    );
  }
  const pid = await holderOf(files, folder);
  if (pid === undefined) return;
  throw new StoreError(
    "locked",
    `Process ${pid} holds ${folder}. Stop it first, or check a copy: chat-server backup makes and checks one while it runs.`,
  );
}
