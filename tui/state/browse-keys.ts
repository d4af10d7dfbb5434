/** The keys of browse mode. Letters are keys in it: nothing is typed. */
import { undoBlock } from "./blocking.ts";
import {
  blockSender,
  copyChosen,
  openLinks,
  showInfo,
  takeBackChosen,
  toggleMark,
  whisperSender,
} from "./browse-actions.ts";
import { selectFirst, selectLast, selectNext, selectPage, stopBrowsing } from "./browsing.ts";
import type { KeyGroup } from "./key-rows.ts";
import { openHelp } from "./panels.ts";

export const browseKeys: KeyGroup = {
  title: "Among the messages (Esc with nothing typed)",
  when: ({ browse, panel }) => browse !== undefined && panel === undefined,
  rows: [
    { name: "browse-leave", keys: ["escape", "q"], help: "back to typing", hint: "back", run: stopBrowsing },
    {
      name: "browse-up",
      keys: ["k", "up"],
      help: "the message before",
      run: (chat, context) => selectNext(chat, context, -1),
    },
    {
      name: "browse-down",
      keys: ["j", "down"],
      help: "the message after",
      run: (chat, context) => selectNext(chat, context, 1),
    },
    {
      name: "browse-page-up",
      keys: ["pageup"],
      help: "a page up",
      run: (chat, context) => selectPage(chat, context, -1),
    },
    {
      name: "browse-page-down",
      keys: ["pagedown"],
      help: "a page down",
      run: (chat, context) => selectPage(chat, context, 1),
    },
    {
      name: "browse-first",
      keys: ["g", "home", "ctrl+home"],
      help: "the oldest message loaded; older ones load by themselves",
      run: selectFirst,
    },
    {
      name: "browse-last",
      keys: ["G", "end", "ctrl+end"],
      help: "the newest message",
      run: selectLast,
    },
    { name: "browse-copy", keys: ["y"], help: "copy the text", hint: "copy", run: copyChosen },
    {
      name: "browse-mark",
      keys: ["space", "v"],
      help: "mark it, to copy several",
      hint: "mark",
      run: toggleMark,
    },
    {
      name: "browse-whisper",
      keys: ["w"],
      help: "whisper to the sender",
      hint: "whisper",
      run: whisperSender,
    },
    {
      name: "browse-block",
      keys: ["b"],
      help: "block the sender, or end that",
      hint: "block",
      run: blockSender,
    },
    {
      name: "browse-take-back",
      keys: ["x", "delete"],
      help: "take back an own message that waits, or forget one that was refused",
      run: takeBackChosen,
    },
    { name: "browse-undo", keys: ["u"], help: "undo a block or its end just made", run: undoBlock },
    { name: "browse-open", keys: ["o"], help: "open a link in it", hint: "open link", run: openLinks },
    { name: "browse-info", keys: ["i"], help: "all about it", hint: "info", run: showInfo },
    { name: "browse-help", keys: ["?"], help: "this help", hint: "help", run: openHelp },
  ],
};
