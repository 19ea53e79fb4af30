import type { PensionFacts } from "./facts.ts";

/** Ways in which the departments' books contradict each other about a death. */
export type ConflictKind =
  "CREMATED_STILL_REGISTERED" | "DATES_DISAGREE" | "LATE_CANCELLATION" | "VERIFIED_AFTER_DEATH";

/** One contradiction: each is a reason to look closer before anything is done. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly text: string;
}

/** Last day on which a death in the country is reported in time: a month later, or that month's last day. */
const monthAfter = (day: string): string => {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
};
const dates = (rows: readonly { readonly diedOn: string | null }[]): readonly string[] => [
  ...new Set(rows.flatMap(({ diedOn }) => diedOn ?? [])),
];

/**
 * The last day on which a death was reported in time: in town before the burial, which a cremation shows; in the country within a month.
 * null: it is not known where the person lived, or when the burial was, so that nothing is called late.
 */
const reportDue = (facts: PensionFacts, diedOn: string): string | null => {
  if (facts.residence === "RURAL") return monthAfter(diedOn);
  if (facts.residence === "URBAN")
    return (facts.cremations ?? []).flatMap(({ crematedOn }) => crematedOn ?? []).sort()[0] ?? null;
  return null;
};

/**
 * Finds the contradictions; without a department's data nothing is said about that department.
 * @law 户口登记条例第八条 [T] 死亡登记：城市在葬前，农村在一个月以内；逾期注销的列为矛盾，居住地不明的不作判断
 */
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
    const due = reportDue(facts, earliestDeathOn);
    if (cancelledOn !== null && due !== null && cancelledOn > due) {
      conflicts.push({ kind: "LATE_CANCELLATION", text: "户口注销迟于法定期限（城市在葬前，农村在一个月以内）" });
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
