import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import { IMPORTANCES, SENSITIVITY_LEVELS, SHARE_TYPES } from "../../../schema/catalog/vocabulary.ts";
import type { Importance, MaskName, Sensitivity, ShareType } from "../../../schema/catalog/vocabulary.ts";

/** Classification of a coordinate. */
export interface ItemClass {
  readonly level: Sensitivity;
  readonly share: ShareType;
  readonly mask: MaskName | null;
  readonly importance: Importance;
}

/** Change of a coordinate between two supergraphs. LOOSENED in any respect is LOOSENED, even if another was tightened. */
export interface CatalogueDifference {
  readonly coordinate: string;
  readonly owner: string;
  readonly kind: "ADDED" | "REMOVED" | "LOOSENED" | "TIGHTENED" | "CHANGED";
  readonly before: ItemClass | null;
  readonly after: ItemClass | null;
}

type Items = ReadonlyMap<string, CatalogItem>;

const classOf = ({ level, share, mask, importance }: ItemClass): ItemClass =>
  Object.freeze({ level, share, mask, importance });

/** Tells an `after` that guards a coordinate less than `before`: a lower level or importance, a wider share type, a mask lost or exchanged. */
const isLooser = (before: ItemClass, after: ItemClass): boolean =>
  SENSITIVITY_LEVELS.indexOf(after.level) < SENSITIVITY_LEVELS.indexOf(before.level) ||
  IMPORTANCES.indexOf(after.importance) < IMPORTANCES.indexOf(before.importance) ||
  SHARE_TYPES.indexOf(after.share) < SHARE_TYPES.indexOf(before.share) ||
  (before.mask !== null && after.mask !== before.mask && after.share !== "NOT_SHARED");

/** True for equal classifications. */
export function sameClass(a: ItemClass, b: ItemClass): boolean {
  return a.level === b.level && a.share === b.share && a.mask === b.mask && a.importance === b.importance;
}

/** Facts of an entry beside the classification. */
const TOLD = ["owner", "type", "basis", "theme", "updateCycle", "source", "division"] as const;

const compareOne = (before: CatalogItem | undefined, after: CatalogItem | undefined): CatalogueDifference | null => {
  const item = after ?? before;
  if (item === undefined) return null;
  const { coordinate, owner } = item;
  if (before === undefined || after === undefined) {
    return {
      coordinate,
      owner,
      kind: before ? "REMOVED" : "ADDED",
      before: before ? classOf(before) : null,
      after: after ? classOf(after) : null,
    };
  }
  const pair = { coordinate, owner, before: classOf(before), after: classOf(after) };
  if (!sameClass(before, after)) return { ...pair, kind: isLooser(before, after) ? "LOOSENED" : "TIGHTENED" };
  const isUnchanged = TOLD.every((key) => before[key] === after[key]);
  return isUnchanged ? null : { ...pair, kind: "CHANGED" };
};

/** Differences between two catalogues, sorted by coordinate. Pure. */
export function compareCatalogues(before: Items, after: Items): readonly CatalogueDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .flatMap((coordinate) => compareOne(before.get(coordinate), after.get(coordinate)) ?? []);
}
