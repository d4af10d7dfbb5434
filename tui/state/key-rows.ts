/** What a row of the key table is made of. */
import type { Bindable } from "./bindings.ts";
import type { Context, Update } from "./effects.ts";
import type { ChatScreen, Size } from "./state.ts";

export interface KeyRow extends Bindable {
  readonly help: string;
  /** A word or two for the status bar, where there is room. */
  readonly hint?: string;
  /** Where the hint would tell of something that leads nowhere just now, it isn't shown. */
  readonly useful?: (chat: ChatScreen, size: Size) => boolean;
  run(chat: ChatScreen, context: Context, key: string): Update<ChatScreen>;
}

export interface KeyGroup {
  readonly title: string;
  /** Only while this holds; the first row of all groups that holds gets the key. */
  readonly when?: (chat: ChatScreen) => boolean;
  /** Changes what is typed, which browse mode leaves alone. */
  readonly typing?: true;
  readonly rows: readonly KeyRow[];
}
