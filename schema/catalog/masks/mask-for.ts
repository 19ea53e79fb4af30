import type { MaskName } from "../vocabulary.ts";
import { maskAddress, maskBankCard, maskCitizenNumber, maskName, maskPhone } from "./text.ts";
import { maskAmount, maskAmountText, maskDateYear } from "./bands.ts";
import type { Mask } from "./mask.ts";

/**
 * The mask of that name: one function for the source and for the gateway, so that applying both changes nothing.
 * Whatever a mask gives has a form that no true value has, so that a program can tell: `*` in a text, a year alone for a date, a band for
 * an amount.
 * @param scalar name of the field's type: an amount's band is `{min, max}`, and `min~max` where the amount is text
 */
export function maskFor(name: MaskName, scalar: string): Mask {
  switch (name) {
    case "NAME":
      return maskName;
    case "CITIZEN_NUMBER":
      return maskCitizenNumber;
    case "PHONE":
      return maskPhone;
    case "ADDRESS":
      return maskAddress;
    case "BANK_CARD":
      return maskBankCard;
    case "DATE_YEAR":
      return maskDateYear;
    case "AMOUNT_BAND":
      return scalar === "String" ? maskAmountText : maskAmount(scalar);
  }
}

/**
 * Scalars that have room for what a mask gives; a mask on a field of another type is refused by the catalogue's check. GraphQL's own
 * numbers have none: whoever wants to give an amount masked declares a scalar for it.
 */
export const MASKED_SCALARS: Readonly<Record<MaskName, readonly string[]>> = {
  NAME: ["String"],
  CITIZEN_NUMBER: ["String"],
  PHONE: ["String", "PhoneNumber"],
  ADDRESS: ["String"],
  BANK_CARD: ["String"],
  DATE_YEAR: ["String", "Date", "DateTime", "DateTimeISO", "LocalDate", "YearMonth"],
  AMOUNT_BAND: ["BigInt", "Long", "SafeInt", "NonNegativeInt", "PositiveInt", "Fen", "Money", "Decimal", "String"],
};
