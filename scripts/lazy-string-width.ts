/** string-width in bundles: making its table of all emoji takes a fourth of the client's start, and waits for a text that needs it. */
import type stringWidth from "string-width";

let measure: typeof stringWidth | undefined;

const lazily: typeof stringWidth = (text, options) => {
  // What is required instead of imported runs when this does.
  measure ??= require("string-width").default as typeof stringWidth;
  return measure(text, options);
};

export default lazily;
