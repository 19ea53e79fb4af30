import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { sharingError } from "../errors.ts";

/** One coordinate that is asked for, with the outcome wished. */
export interface WishedItem {
  readonly coordinate: string;
  readonly outcome: "CLEAR" | "MASKED";
}

/** The catalogue's entry and the wish for it. */
export interface CheckedItem extends WishedItem {
  readonly item: CatalogItem;
}

/** Items asked for in one application, at most. */
const MOST_ITEMS = 500;

const invalid = (message: string, coordinates: readonly string[]): Error =>
  sharingError("HUB_APPLICATION_INVALID", `${message}: ${coordinates.join(", ")}`, { coordinates });

const twice = (wishes: readonly WishedItem[]): readonly string[] =>
  wishes.map(({ coordinate }) => coordinate).filter((coordinate, at, all) => all.indexOf(coordinate) !== at);

/**
 * Checks what an application asks for against the catalogue in force. Pure.
 * @throws HUB_UNKNOWN_COORDINATE, HUB_NOT_SHARED (with the basis, art. 15), HUB_APPLICATION_INVALID
 */
export const checkItems = (view: CatalogueView, wishes: readonly WishedItem[]): readonly CheckedItem[] => {
  if (wishes.length === 0 || wishes.length > MOST_ITEMS) {
    throw sharingError("HUB_APPLICATION_INVALID", `items: expected 1 to ${MOST_ITEMS}, got ${wishes.length}`);
  }
  const repeated = twice(wishes);
  if (repeated.length > 0) throw invalid("Asked for twice", repeated);
  const unknown = wishes.filter(({ coordinate }) => !view.listed.has(coordinate)).map(({ coordinate }) => coordinate);
  if (unknown.length > 0) {
    throw sharingError("HUB_UNKNOWN_COORDINATE", `Not in the catalogue: ${unknown.join(", ")}; file a demand for it`, {
      coordinates: unknown,
    });
  }
  const checked = wishes.flatMap((wish) => {
    const item = view.catalogue.items.get(wish.coordinate);
    return item ? [{ ...wish, item }] : [];
  });
  const closed = checked.filter(({ item }) => item.share === "NOT_SHARED").map(({ item }) => item);
  if (closed.length > 0) {
    const told = closed.map(({ coordinate, basis }) => `${coordinate} (${basis ?? "未分类"})`).join(", ");
    throw sharingError("HUB_NOT_SHARED", `不予共享: ${told}`, {
      coordinates: closed.map(({ coordinate }) => coordinate),
    });
  }
  const maskless = checked.filter(({ item, outcome }) => outcome === "MASKED" && item.mask === null);
  if (maskless.length > 0)
    throw invalid(
      "No mask can be had",
      maskless.map(({ coordinate }) => coordinate),
    );
  return checked;
};
