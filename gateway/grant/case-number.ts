import { namesPerson } from "../../schema/names-person.ts";
import { hubError } from "../errors.ts";

/** Letters and digits of any script with the signs of official numbers, such as 漯人社监〔2026〕15号. */
const CASE_NUMBER = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}〔〕[\]()（）【】._/#:：-]{0,63}$/u;

/** A mobile telephone's number. */
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * A header's text: percent-encoded UTF-8, which every client can send, or UTF-8 as it is, which Node reads as Latin-1.
 * undefined when it is neither.
 */
const decoded = (header: string): string | undefined => {
  try {
    if (/^[\x20-\x7e]*$/.test(header)) return decodeURIComponent(header);
    return utf8.decode(Buffer.from(header, "latin1"));
  } catch {
    return undefined;
  }
};

/**
 * The number of a case (办件编号) as `x-case` states it; null without one. It is kept in the ledger, so it is bounded and never
 * a number of somebody's own. @throws HUB_CASE_INVALID for what is no such number: malformed is never taken for absent
 */
export function caseNumberOf(header: string | null | undefined): string | null {
  if (header === null || header === undefined) return null;
  const text = decoded(header.trim());
  if (text === undefined || !CASE_NUMBER.test(text) || namesPerson(text) || PHONE.test(text))
    throw hubError("HUB_CASE_INVALID", {});
  return text.normalize("NFC");
}
