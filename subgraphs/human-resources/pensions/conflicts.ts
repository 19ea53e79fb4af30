import type { PensionFacts } from "./facts.ts";

/** Ways in which the departments' books contradict each other about a death. */
export type ConflictKind =
  "CREMATED_STILL_REGISTERED" | "DATES_DISAGREE" | "LATE_CANCELLATION" | "VERIFIED_AFTER_DEATH";

/** One contradiction: each is a reason to look closer before anything is done. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly text: string;
}

/** 户口登记条例 art. 8: a death is to be reported within a month. */
const REPORT_DAYS = 31;
const DAY = 86_400_000;

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const dates = (rows: readonly { readonly diedOn: string | null }[]): readonly string[] => [
  ...new Set(rows.flatMap(({ diedOn }) => diedOn ?? [])),
];

/** Finds the contradictions; without a department's data nothing is said about that department. */
export function conflictsOf(facts: PensionFacts, earliestDeathOn: string): readonly Conflict[] {
  const { cremations } = facts;
  const deaths = facts.cancellations?.filter(({ isDeath }) => isDeath) ?? null;
  const conflicts: Conflict[] = [];
  if (deaths?.length === 0 && cremations && cremations.length > 0) {
    conflicts.push({ kind: "CREMATED_STILL_REGISTERED", text: "民政已有火化登记，公安户口尚未因死亡注销" });
  }
  const told = [...new Set([...dates(deaths ?? []), ...dates(cremations ?? [])])].sort();
  if (told.length > 1) {
    conflicts.push({ kind: "DATES_DISAGREE", text: "各部门登记的死亡日期不一致" });
  }
  for (const { cancelledOn } of deaths ?? []) {
    const late = cancelledOn === null ? 0 : daysBetween(earliestDeathOn, cancelledOn);
    if (late > REPORT_DAYS) {
      conflicts.push({ kind: "LATE_CANCELLATION", text: "户口注销迟于死亡一个月以上" });
    }
  }
  const verified = facts.benefits
    .flatMap(({ lastVerifiedOn }) => lastVerifiedOn ?? [])
    .sort()
    .at(-1);
  if (verified !== undefined && verified > earliestDeathOn) {
    conflicts.push({ kind: "VERIFIED_AFTER_DEATH", text: "死亡之后仍有领取资格认证" });
  }
  return conflicts;
}
