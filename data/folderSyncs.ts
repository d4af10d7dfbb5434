/**
 * Puts off the syncs of folders while many documents are written, so that a folder is synced once for all of them.
 * Until then the journal is what a power cut would leave, so it has to stay.
 */
import type { Files } from "./files.ts";

export class FolderSyncs {
  readonly #files: Files;
  readonly #owed = new Set<string>();
  /** For what is written: the same files, but that `syncFolder` is owed until `settle`. */
  readonly files: Files;

  constructor(files: Files) {
    this.#files = files;
    this.files = {
      open: (path, flags) => files.open(path, flags),
      read: (path) => files.read(path),
      list: (folder) => files.list(folder),
      makeFolder: (path) => files.makeFolder(path),
      syncFolder: async (path) => void this.#owed.add(path),
      rename: (from, to) => files.rename(from, to),
      link: (from, to) => files.link(from, to),
      remove: (path) => files.remove(path),
    };
  }

  /** Syncs what is owed; what fails is still owed. */
  async settle(): Promise<void> {
    for (const folder of this.#owed) {
      await this.#files.syncFolder(folder);
      this.#owed.delete(folder);
    }
  }
}
