import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
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
  return checked;
}
