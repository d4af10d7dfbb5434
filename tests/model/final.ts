/** Reads everything afresh when a history is over. */
import { canonical, type Message, type Result } from "../../protocol/index.ts";
import type { Device } from "./device.ts";
import type { Final } from "./facts.ts";
import { people } from "./plan.ts";

type Read = Map<string, readonly Message[]>;

/** By one client of each account, which is logged in. Ends all blocks. */
export async function readFinal(readers: readonly Device[]): Promise<Final> {
  const shown = new Map<string, Read>();
  const whole = new Map<string, Read>();
  const blocks = new Map<string, ReadonlySet<string>>();
  for (const reader of readers) {
    const { accounts } = await reader.client.request("blocked", {});
    blocks.set(reader.account, new Set(accounts.map(({ name }) => canonical(name))));
    shown.set(reader.account, await histories(reader));
    for (const { name } of accounts) await reader.client.request("unblock", { name });
    whole.set(reader.account, await histories(reader));
  }
  return { shown, whole, blocks };
}

async function histories(reader: Device): Promise<Read> {
  const all: Read = new Map();
  for (const conversation of ["everyone", ...people.filter((other) => other !== reader.account)])
    all.set(conversation, await history(reader, conversation));
  return all;
}

async function history({ client }: Device, conversation: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Result<"history"> = await client.request("history", { conversation, after });
    messages.push(...page.messages);
    after = page.after;
  }
  return messages;
}
