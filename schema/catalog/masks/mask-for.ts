import type { MaskName } from "../vocabulary.ts";
import { maskAddress, maskBankCard, maskCitizenNumber, maskName, maskPhone } from "./text.ts";
import { maskAmount, maskAmountBand, maskDateYear } from "./bands.ts";
import type { Mask } from "./mask.ts";

/** Scalars of GraphQL itself, which have no room for another form than a true value's. */
const BUILT_IN: readonly string[] = ["Int", "Float", "String", "ID", "Boolean"];

/**
 * The mask of that name: one function for the source and for the gateway, so that applying both changes nothing.
 * @param scalar name of the field's type: an amount of a custom scalar becomes a band, which a program can tell from an amount
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
      return BUILT_IN.includes(scalar) ? maskAmountBand : maskAmount;
  }
}

/** Scalars that a mask keeps; a mask on a field of another type is refused by the catalogue's check. */
export const MASKED_SCALARS: Readonly<Record<MaskName, readonly string[]>> = {
  NAME: ["String"],
  CITIZEN_NUMBER: ["String"],
  PHONE: ["String", "PhoneNumber"],
  ADDRESS: ["String"],
  BANK_CARD: ["String"],
  DATE_YEAR: ["String", "Date", "DateTime", "DateTimeISO", "LocalDate", "YearMonth"],
  AMOUNT_BAND: [
    "Int",
    "Float",
    "BigInt",
    "Long",
    "SafeInt",
    "NonNegativeInt",
    "PositiveInt",
    "Fen",
    "Money",
    "Decimal",
    "String",
  ],
};
