import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { denialWords, type Denial } from "../../schema/denial.ts";
import { hubError } from "../errors.ts";
import type { DenialError } from "../execute/enforcement.ts";

/**
 * The error that stands in the answer where a field was denied: HUB_FIELD_DENIED with everything needed to apply for it.
 * @param apply where to, from `applyLink`
 */
export function denialError(
  catalogue: Pick<Catalogue, "items">,
  apply: string | null,
  coordinate: string,
  denial: Denial,
): DenialError {
  const item = catalogue.items.get(coordinate);
  const { message, extensions } = hubError(
    "HUB_FIELD_DENIED",
    { coordinate, reason: denialWords(denial) },
    {
      extensions: {
        coordinate,
        ...denial,
        owner: item?.owner ?? null,
        shareType: item?.share ?? "NOT_SHARED",
        apply,
      },
    },
  );
  return Object.freeze({ message, extensions: Object.freeze(extensions) });
}
