import { creditCodeCheck, organisationCodeCheck } from "../../subgraphs/kit/builder/credit-code.ts";

/** Credit code of an invented firm of 漯河, by a number below 100. */
export const inventedFirm = (at: number): string => {
  const organisation = `MA0000${String(at).padStart(2, "0")}`;
  const first17 = `91411100${organisation}${organisationCodeCheck(organisation)}`;
  return first17 + creditCodeCheck(first17);
};
