/** A count of unread messages as it's shown: the server stops counting somewhere. */
import { limits } from "../../protocol/index.ts";

export function shownCount(count: number): string {
  return count < limits.unreadMax ? String(count) : `${limits.unreadMax - 1}+`;
}
