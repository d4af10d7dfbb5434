/** What of the state decides how things look, told to the style: the theme that was chosen, and who is there. */
import type { ChatScreen, State } from "./state/state.ts";
import { introduce, setPalette } from "./style.ts";
import type { Capabilities } from "./theme/capabilities.ts";

let contacts: ChatScreen["contacts"] = new Map();

/** To be called before a state is drawn; costs nothing while neither has changed. */
export function dress({ settings, lightGround, screen }: State, terminal: Capabilities): void {
  setPalette({
    ...terminal,
    theme: settings.theme === "auto" ? (lightGround ? "light" : "dark") : settings.theme,
  });
  if (screen.kind !== "chat" || screen.contacts === contacts) return;
  // Accounts come, but never go.
  if (screen.contacts.size !== contacts.size) introduce([...screen.contacts.keys()]);
  contacts = screen.contacts;
}
