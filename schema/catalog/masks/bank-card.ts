import { lengthOf, stars, textMask } from "./mask.ts";

/** BANK_CARD: four stars and the last four digits of an account of 12 digits or more; anything else is hidden whole. */
export const maskBankCard = textMask("BANK_CARD", (text) => {
  const digits = text.replaceAll(/[\s-]/gu, "");
  if (/^[0-9]{12,32}$/.test(digits)) return `****${digits.slice(-4)}`;
  return /^\*{4}[0-9]{4}$/.test(digits) ? digits : stars(lengthOf(text), 8);
});
