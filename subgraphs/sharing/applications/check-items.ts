import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import { openEquations } from "../../../schema/catalog/equations.ts";
import { recoverableNumbers } from "../../../schema/catalog/recoverable.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { invalid, notShared, unknownCoordinates } from "../errors.ts";

/** One coordinate that is asked for, with the outcome wished. */
export interface WishedItem {
  readonly coordinate: string;
  readonly outcome: "CLEAR" | "MASKED";
}

/** The catalogue's entry and the wish for it. */
export interface CheckedItem extends WishedItem {
  readonly item: CatalogItem;
}

const twice = (wishes: readonly WishedItem[]): readonly string[] =>
  wishes.map(({ coordinate }) => coordinate).filter((coordinate, at, all) => all.indexOf(coordinate) !== at);

/**
 * Refuses to ask for a field, or to give it, more clearly than what it is worked out from by arithmetic that can be turned around, as far
 * as both have one owner: another owner's field comes by that owner's grant, and without it the hub gives neither. Pure.
 * @param given outcomes by coordinate; what is shared unconditionally comes by itself
 * @throws HUB_APPLICATION_INVALID
 */
export function assertEquations(
  { catalogue: { items, equations } }: CatalogueView,
  where: string,
  given: ReadonlyMap<string, "CLEAR" | "MASKED">,
): void {
  const open = openEquations(
    equations,
    (coordinate) => given.get(coordinate) ?? (items.get(coordinate)?.share === "UNCONDITIONAL" ? "CLEAR" : undefined),
    (term, of) => items.get(term)?.owner === items.get(of)?.owner,
  ).filter(({ coordinate }) => given.has(coordinate));
  const [first] = open;
  if (first === undefined) return;
  const coordinates = [...new Set(open.flatMap(({ coordinate, term }) => [coordinate, term]))].sort();
  const { coordinate, term } = first;
  throw invalid(
    where,
    `${term} can be worked out from ${coordinate}, so the two go together, and ${coordinate} no clearer`,
    `由 ${coordinate} 可推算 ${term}，二者须一并提出，且前者不得更明`,
    { coordinates },
  );
}

/**
 * Refuses a masked citizen number beside the birth date of the same person: the two together are the number. Pure.
 * @throws HUB_APPLICATION_INVALID
 */
export function assertMasksHold(
  { catalogue: { items } }: CatalogueView,
  where: string,
  given: ReadonlyMap<string, "CLEAR" | "MASKED">,
): void {
  const [first] = recoverableNumbers(items, (coordinate) => given.get(coordinate));
  if (first === undefined) return;
  throw invalid(
    where,
    `${first.number} can be completed by ${first.date}: expected one of the two, or the number in the clear`,
    `由 ${first.date} 可还原脱敏的 ${first.number}，二者不得同时提供`,
    { coordinates: [first.date, first.number] },
  );
}

/**
 * Checks what an application asks for against the catalogue in force. Pure.
 * @throws HUB_UNKNOWN_COORDINATE, HUB_NOT_SHARED (with the basis, art. 15), HUB_APPLICATION_INVALID
 */
export function checkItems(view: CatalogueView, wishes: readonly WishedItem[]): readonly CheckedItem[] {
  if (wishes.length === 0) throw invalid("items", "expected at least one", "不得为空");
  const coordinates = twice(wishes);
  if (coordinates.length > 0) {
    throw invalid("items", `asked for twice: ${coordinates.join(", ")}`, `重复申请：${coordinates.join("、")}`, {
      coordinates,
    });
  }
  const unknown = wishes.filter(({ coordinate }) => !view.listed.has(coordinate)).map(({ coordinate }) => coordinate);
  if (unknown.length > 0) throw unknownCoordinates(unknown);
  const checked = wishes.flatMap((wish) => {
    const item = view.catalogue.items.get(wish.coordinate);
    return item ? [{ ...wish, item }] : [];
  });
  const closed = checked.filter(({ item }) => item.share === "NOT_SHARED").map(({ item }) => item);
  if (closed.length > 0) {
    throw notShared(
      closed.map(({ coordinate }) => coordinate),
      closed.map(({ coordinate, basis }) => `${coordinate} (${basis ?? "未分类"})`),
    );
  }
  const maskless = checked
    .filter(({ item, outcome }) => outcome === "MASKED" && item.mask === null)
    .map(({ coordinate }) => coordinate);
  if (maskless.length > 0) {
    throw invalid("items", `no mask can be had: ${maskless.join(", ")}`, `没有可用的脱敏方式：${maskless.join("、")}`, {
      coordinates: maskless,
    });
  }
  const wished = new Map(checked.map(({ coordinate, outcome }) => [coordinate, outcome]));
  assertEquations(view, "items", wished);
  assertMasksHold(view, "items", wished);
  return checked;
}
