import { type Mask, MaskRefusal } from "./mask.ts";

/** At most `most` stars, and never more than `length`: the output tells neither more nor is longer than it must be. */
const stars = (length: number, most: number): string => "*".repeat(Math.min(length, most));

/** Makes a mask of text out of a function over its code points' text; refuses everything that is not a string. */
const textMask =
  (name: string, hide: (text: string) => string): Mask =>
  (value) => {
    if (typeof value !== "string") throw new MaskRefusal(name, value);
    return hide(value.trim());
  };

/** Length in code points, so that a character outside the basic plane counts once. */
const lengthOf = (text: string): number => Array.from(text).length;

/**
 * NAME: the first character stays, the rest becomes at most two stars (王小明 → 王**, 王五 → 王*, Maria → M**).
 * A name of one character is hidden whole. Code points, not graphemes: a grapheme can carry a text of any length.
 */
export const maskName = textMask("NAME", (text) => {
  const length = lengthOf(text);
  if (length <= 1) return stars(length, 1);
  return `${String.fromCodePoint(text.codePointAt(0) ?? 0x2a)}${stars(length - 1, 2)}`;
});

const EIGHTEEN = /^([0-9*]{6})[0-9*]{8}([0-9*]{3})[0-9Xx*]$/;
const FIFTEEN = /^([0-9*]{6})[0-9*]{6}([0-9*]{3})$/;

/**
 * CITIZEN_NUMBER: the area code and the sequence code (顺序码) stay; the date of birth is hidden, and the check digit (GB 11643),
 * which would leave about one date in eleven (110105********002*). The old 15-digit form has no check digit. What has neither form is hidden whole. A configurable default, not a national standard.
 */
export const maskCitizenNumber = textMask("CITIZEN_NUMBER", (text) => {
  const long = EIGHTEEN.exec(text);
  if (long) return `${long[1] ?? ""}${stars(8, 8)}${long[2] ?? ""}*`;
  const short = FIFTEEN.exec(text);
  if (short) return `${short[1] ?? ""}${stars(6, 6)}${short[2] ?? ""}`;
  return stars(lengthOf(text), 18);
});

const MOBILE = /^(?:\+?86)?(1[0-9]{2})[0-9*]{4}([0-9]{4})$/;

/** PHONE: a mobile number keeps its first three and last four digits (138****1234); any other number is hidden whole. */
export const maskPhone = textMask("PHONE", (text) => {
  const mobile = MOBILE.exec(text.replaceAll(/[\s-]/gu, ""));
  return mobile ? `${mobile[1] ?? ""}****${mobile[2] ?? ""}` : stars(lengthOf(text), 11);
});

/** BANK_CARD: four stars and the last four digits of an account of 12 digits or more; anything else is hidden whole. */
export const maskBankCard = textMask("BANK_CARD", (text) => {
  const digits = text.replaceAll(/[\s-]/gu, "");
  if (/^[0-9]{12,32}$/.test(digits)) return `****${digits.slice(-4)}`;
  return /^\*{4}[0-9]{4}$/.test(digits) ? digits : stars(lengthOf(text), 8);
});

/** Province (optional), city, then a district: a residential quarter (小区, 社区, 园区 …) is no district. */
const DISTRICT = new RegExp(
  "^(?:\\p{Script=Han}{2,8}?(?:省|自治区))?" +
    "\\p{Script=Han}{2,8}?(?:市|自治州|地区|盟)" +
    "(?:\\p{Script=Han}{1,8}?(?:县|旗|(?<![小社园校厂库景片街住])区|市(?![场政委中民府区])))?",
  "u",
);

/** ADDRESS: the text down to the district stays, the rest becomes at most three stars; without a city it is hidden whole. */
export const maskAddress = textMask("ADDRESS", (text) => {
  const kept = DISTRICT.exec(text)?.[0] ?? "";
  return `${kept}${stars(lengthOf(text.slice(kept.length)), 3)}`;
});
