import { citizenNumberCheck, isCitizenNumber } from "../../kit/builder/citizen-number.ts";

const OLD = /^\d{15}$/;

/**
 * The citizen number of 18 characters that an old system's text names: numbers of 15 digits, given out before 1999, lack the century,
 * which is 19, and the check digit (GB 11643-1999). Width, blanks and case of the text do not matter.
 * @returns null for a text that is nobody's number
 */
export function citizenNumberIn(text: string): string | null {
  const plain = text.normalize("NFKC").replaceAll(/\s/g, "").toUpperCase();
  if (isCitizenNumber(plain)) return plain;
  if (!OLD.test(plain)) return null;
  const first = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  const full = first + citizenNumberCheck(first);
  return isCitizenNumber(full) ? full : null;
}
