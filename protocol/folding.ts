/** When two words are the same to someone who searches: without regard to case, accents and widths. */

/** A form that is equal for all spellings of a word: CAFÉ, café and cafe; Straße and STRASSE; ａ and a. */
export function fold(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return text.toLowerCase();
  return (
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      // Only upper case makes ss of ß, and only lower case ß of ẞ; a sigma is the same at the end of a word.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll("ς", "σ")
      .normalize("NFC")
  );
}
