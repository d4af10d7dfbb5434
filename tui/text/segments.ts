/** Where Unicode sees a text's graphemes. */

let segmenter: Intl.Segmenter | undefined;

/** Loading the tables takes as long as several frames: that waits for the first text that isn't simple. */
export function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
