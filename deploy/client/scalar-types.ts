import { readFileSync } from "node:fs";
import { installed } from "../../host/installed.ts";
import type { MaskName } from "../../schema/catalog/vocabulary.ts";

/** The file that stands in every client beside its documents: a type for each scalar of the hub, under the scalar's own name. */
export const SCALARS_FILE = readFileSync(installed("deploy/client/scalars.ts.txt"), "utf8");

/** The types that the file has. A scalar that is not among them is `unknown` to a client. */
export const SCALAR_TYPES: ReadonlySet<string> = new Set(
  [...SCALARS_FILE.matchAll(/^export type (\w+)/gm)].map(([, name = ""]) => name),
);

const MASKED: Readonly<Record<Exclude<MaskName, "AMOUNT_BAND">, string>> = {
  NAME: "MaskedName",
  CITIZEN_NUMBER: "MaskedCitizenNumber",
  PHONE: "MaskedPhone",
  ADDRESS: "MaskedAddress",
  BANK_CARD: "MaskedBankCard",
  DATE_YEAR: "MaskedYear",
};

/** The type in that file of what a mask leaves of a scalar. */
export function maskedType(mask: MaskName, scalar: string): string {
  if (mask !== "AMOUNT_BAND") return MASKED[mask];
  return scalar === "String" ? "AmountBandText" : "AmountBand";
}
