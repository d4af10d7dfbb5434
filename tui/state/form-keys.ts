/** Keys of a form for secrets: the only ones while it is open. */
import * as editor from "../text/editor.ts";
import { movePanel } from "./choosing.ts";
import { editingForm, goOn, hasForm } from "./form.ts";
import type { KeyGroup } from "./key-rows.ts";
import { closePanel } from "./panels.ts";

export const formKeys: KeyGroup = {
  title: "In a form for passwords",
  when: hasForm,
  rows: [
    { name: "form-go-on", keys: ["enter"], needed: true, help: "go on", hint: "go on", run: goOn },
    {
      name: "form-close",
      keys: ["escape", "ctrl+c"],
      needed: true,
      help: "leave all as it is",
      hint: "cancel",
      run: closePanel,
    },
    {
      name: "form-up",
      keys: ["up", "pageup"],
      help: "up, where not all of it fits",
      run: (chat) => movePanel(chat, -1),
    },
    { name: "form-down", keys: ["down", "pagedown"], help: "down", run: (chat) => movePanel(chat, 1) },
    {
      name: "form-backspace",
      keys: ["backspace"],
      help: "delete to the left",
      run: editingForm(editor.backspace),
    },
    {
      name: "form-delete",
      keys: ["delete", "ctrl+d"],
      help: "delete to the right",
      run: editingForm(editor.deleteForward),
    },
    { name: "form-left", keys: ["left", "ctrl+b"], help: "left", run: editingForm(editor.left) },
    { name: "form-right", keys: ["right", "ctrl+f"], help: "right", run: editingForm(editor.right) },
    { name: "form-start", keys: ["home", "ctrl+a"], help: "start", run: editingForm(editor.lineStart) },
    { name: "form-end", keys: ["end", "ctrl+e"], help: "end", run: editingForm(editor.lineEnd) },
    {
      name: "form-clear",
      keys: ["ctrl+u", "ctrl+w"],
      help: "clear it",
      run: editingForm(editor.clear),
    },
  ],
};
