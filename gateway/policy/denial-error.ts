import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { hubError } from "../errors.ts";
import type { DenialError } from "../execute/enforcement.ts";
import type { Denial } from "./denial.ts";
import { denialWords } from "./denial-words.ts";

/** Where a developer applies for a coordinate; nobody can apply for what is not shared. */
export const applyFor = (coordinate: string, purpose: string, denial: Denial): string | null =>
  denial.reason === "NOT_SHARED"
    ? null
    : `/apply?${new URLSearchParams({ coordinate: missingOf(denial) ?? coordinate, ...(purpose ? { purpose } : {}) }).toString()}`;

const missingOf = (denial: Denial): string | undefined =>
  denial.reason === "DERIVATION_NOT_GRANTED"
    ? denial.missing
    : denial.reason === "ARGUMENT_NOT_GRANTED"
      ? denial.reveals
      : undefined;

/** The error that stands in the answer where a field was denied: HUB_FIELD_DENIED with everything needed to apply for it. */
export const denialError = (
  catalogue: Pick<Catalogue, "items">,
  purpose: string,
  coordinate: string,
  denial: Denial,
): DenialError => {
  const item = catalogue.items.get(coordinate);
  const words = denialWords(denial);
  const { message, extensions } = hubError(
    "HUB_FIELD_DENIED",
    { coordinate, reason: words.en },
    {
      extensions: {
        zh: `字段 ${coordinate} 未向您共享：${words.zh}。`,
        coordinate,
        ...denial,
        owner: item?.owner ?? null,
        shareType: item?.share ?? "NOT_SHARED",
        apply: applyFor(coordinate, purpose, denial),
      },
    },
  );
  return Object.freeze({ message, extensions: Object.freeze(extensions) });
};
