import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { invalid, notShared } from "../errors.ts";
import type { ApplicationItem } from "../generated/prisma/client.ts";
import { assertEquations, assertMasksHold } from "./check-items.ts";
import { narrowScope } from "./narrow-scope.ts";

/** The owner's decision on one coordinate. */
export interface ItemVerdict {
  readonly coordinate: string;
  readonly decision: "CLEAR" | "MASKED" | "REFUSED";
  readonly reason: string | null;
  /** Divisions within what was asked for; null: as asked for. */
  readonly rowScope: readonly string[] | null;
}

/** A decision as it is written down. */
interface DecidedItem {
  readonly item: ApplicationItem;
  readonly verdict: ItemVerdict;
  /** Empty: as asked for. */
  readonly rowScope: readonly string[];
}

const checkOne = (view: CatalogueView, item: ApplicationItem, verdict: ItemVerdict): void => {
  const { coordinate, decision } = verdict;
  if (decision === "REFUSED") {
    if (verdict.reason === null)
      throw invalid(coordinate, "a refusal states its reason (art. 21)", "不同意须说明理由（第二十一条）");
    return;
  }
  const current = view.catalogue.items.get(coordinate);
  if (current === undefined || current.share === "NOT_SHARED") {
    throw notShared([coordinate]);
  }
  if (decision === "MASKED" && current.mask === null)
    throw invalid(coordinate, "no mask can be had", "没有可用的脱敏方式");
  if (decision === "CLEAR" && item.wished === "MASKED")
    throw invalid(coordinate, "more than was asked for", "超出申请的范围");
};

/** The applicant is told why less than was asked for is given. */
const scopeOf = (
  asked: readonly string[],
  { coordinate, decision, reason, rowScope }: ItemVerdict,
): readonly string[] => {
  if (rowScope === null || decision === "REFUSED") return [];
  if (rowScope.length === 0)
    throw invalid(
      coordinate,
      "rowScope: expected a division; to give nothing, refuse",
      "行范围不得为空；不予共享请选不同意",
    );
  const scope = narrowScope(coordinate, asked, rowScope);
  if (scope.length > 0 && reason === null)
    throw invalid(coordinate, "a narrower scope states its reason", "缩小行范围须说明理由");
  return scope;
};

/**
 * Pairs a provider's decisions with its items. Pure.
 * @param asked the row scope of the application; a verdict can narrow it for a coordinate, with a reason, and never widen it
 * @param items the provider's own conditional items of the application
 * @throws HUB_APPLICATION_INVALID unless every item is decided exactly once, and nothing else, and no equation is left open;
 *   HUB_NOT_SHARED
 */
export function pairVerdicts(
  view: CatalogueView,
  asked: readonly string[],
  items: readonly ApplicationItem[],
  verdicts: readonly ItemVerdict[],
): readonly DecidedItem[] {
  const given = new Map(verdicts.map((verdict) => [verdict.coordinate, verdict]));
  const own = new Set(items.map(({ coordinate }) => coordinate));
  const foreign = verdicts.find(({ coordinate }) => !own.has(coordinate));
  if (foreign) throw invalid(foreign.coordinate, "not an item that this department decides", "不由本部门决定");
  if (given.size !== verdicts.length) throw invalid("decisions", "a coordinate is decided twice", "有字段重复决定");
  const decided = items.map((item) => {
    const verdict = given.get(item.coordinate);
    if (!verdict) throw invalid(item.coordinate, "a decision is missing", "尚未决定");
    checkOne(view, item, verdict);
    return { item, verdict, rowScope: scopeOf(asked, verdict) };
  });
  const outcomes = verdicts.flatMap(({ coordinate, decision }) =>
    decision === "REFUSED" ? [] : [[coordinate, decision] as const],
  );
  assertEquations(view, "decisions", new Map(outcomes));
  assertMasksHold(view, "decisions", new Map(outcomes));
  return decided;
}

type Decided = Pick<ApplicationItem, "decision" | "reason" | "rowScope">;

/** Groups decisions that say the same, so that each group is written in one statement. Pure. */
export function alike(
  decided: readonly DecidedItem[],
): readonly { readonly ids: readonly number[]; readonly data: Decided }[] {
  const groups = new Map<string, { readonly ids: number[]; readonly data: Decided }>();
  for (const { item, verdict, rowScope } of decided) {
    const data = { decision: verdict.decision, reason: verdict.reason, rowScope: [...rowScope] };
    const same = groups.get(JSON.stringify(data)) ?? { ids: [], data };
    same.ids.push(item.id);
    groups.set(JSON.stringify(data), same);
  }
  return [...groups.values()];
}
