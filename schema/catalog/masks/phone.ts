import { lengthOf, stars, textMask } from "./mask.ts";

const MOBILE = /^(?:\+?86)?(1[0-9]{2})[0-9*]{4}([0-9]{4})$/;

/** PHONE: a mobile number keeps its first three and last four digits (138****1234); any other number is hidden whole. */
export const maskPhone = textMask("PHONE", (text) => {
  const mobile = MOBILE.exec(text.replaceAll(/[\s-]/gu, ""));
  return mobile ? `${mobile[1] ?? ""}****${mobile[2] ?? ""}` : stars(lengthOf(text), 11);
});
