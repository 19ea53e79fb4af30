import { lengthOf, stars, textMask } from "./mask.ts";

const EIGHTEEN = /^([0-9*]{6})[0-9*]{8}([0-9*]{3}[0-9Xx*])$/;
const FIFTEEN = /^([0-9*]{6})[0-9*]{6}([0-9*]{3})$/;

/**
 * CITIZEN_NUMBER: the area code and the last four stay, the date of birth is hidden (110105********002X); of the old
 * 15-digit form the last three. What has neither form is hidden whole. A configurable default, not a national standard.
 */
export const maskCitizenNumber = textMask("CITIZEN_NUMBER", (text) => {
  const long = EIGHTEEN.exec(text);
  if (long) return `${long[1] ?? ""}${stars(8, 8)}${long[2] ?? ""}`;
  const short = FIFTEEN.exec(text);
  if (short) return `${short[1] ?? ""}${stars(6, 6)}${short[2] ?? ""}`;
  return stars(lengthOf(text), 18);
});
