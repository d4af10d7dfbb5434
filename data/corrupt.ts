/** What an operator is told about a document that can't be used. */
import { StoreError } from "./store.ts";

export function corruptDocument(path: string, what: string): StoreError {
  return new StoreError(
    "corrupt",
    `${path} ${what}. Restore the whole data folder from a backup; ${path}.bak, where there is one, is what this document was before its last change.`,
  );
}
