/**
 * Every key: one row each, with what it does and the words for it. The help, the hints and the README's table come
 * from here; nothing else looks at keys.
 */

import { keyName } from "../terminal/key-names.ts";
import { type KeyChanges, keysOf } from "./bindings.ts";
import { hasQuery } from "./focus.ts";
import { hasForm } from "./form.ts";
import { formKeys } from "./form-keys.ts";
import type { KeyGroup, KeyRow } from "./key-rows.ts";
import { mainKeys } from "./main-keys.ts";
import { modeKeys } from "./mode-keys.ts";
import { hasOutbox } from "./outbox.ts";
import { hasSettings } from "./settings-panel.ts";
import type { ChatScreen, Size } from "./state.ts";

/** By precedence: the rarer the occasion, the earlier. */
export const keyGroups: readonly KeyGroup[] = [formKeys, ...modeKeys, ...mainKeys];

/** In the order in which people need them: what holds always, then what holds at times, the rarest occasion last. */
export const groupsToRead: readonly KeyGroup[] = [...mainKeys, ...modeKeys.toReversed(), formKeys];

/** Messages are chosen from, and nothing is typed. */
export function isBrowsing({ browse, panel }: ChatScreen): boolean {
  return browse !== undefined && !hasQuery(panel);
}

export function lettersAreKeys(chat: ChatScreen): boolean {
  return isBrowsing(chat) || hasOutbox(chat) || hasSettings(chat);
}

/** The rows that hold just now, those that go before others first. */
export function activeRows(chat: ChatScreen): KeyRow[] {
  const holds = ({ when, typing }: KeyGroup): boolean =>
    (when === undefined || when(chat)) && !(typing && isBrowsing(chat));
  return (hasForm(chat) ? [formKeys] : keyGroups).filter(holds).flatMap(({ rows }) => rows);
}

/** The row that this chord belongs to just now. */
export function findKey(chat: ChatScreen, chord: string, changes: KeyChanges): KeyRow | undefined {
  return activeRows(chat).find((row) => keysOf(row, changes).includes(chord));
}

const rowsByName = new Map(keyGroups.flatMap(({ rows }) => rows).map((row) => [row.name, row]));

/** Whether the action leads anywhere just now, as far as hints are concerned. */
export function isUseful(action: string, chat: ChatScreen, size: Size): boolean {
  return rowsByName.get(action)?.useful?.(chat, size) ?? true;
}

/** How hints show the key of an action, its first or another one; undefined where settings leave it none. */
export function shownKey(action: string, changes: KeyChanges, index = 0): string | undefined {
  const row = rowsByName.get(action);
  const key = row && keysOf(row, changes)[index];
  return key === undefined ? undefined : keyName(key);
}
