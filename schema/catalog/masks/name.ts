import { lengthOf, stars, textMask } from "./mask.ts";

/**
 * NAME: the first character stays, the rest becomes at most two stars (王小明 → 王**, 王五 → 王*, Maria → M**).
 * A name of one character is hidden whole. Code points, not graphemes: a grapheme can carry a text of any length.
 */
export const maskName = textMask("NAME", (text) => {
  const length = lengthOf(text);
  if (length <= 1) return stars(length, 1);
  return `${String.fromCodePoint(text.codePointAt(0) ?? 0x2a)}${stars(length - 1, 2)}`;
});
