import { conflictsOf, type Conflict } from "./conflicts.ts";
import type { IsoDate, PensionFacts } from "./facts.ts";

/** One department's word on the death. */
export interface DeathEvidence {
  readonly department: "公安" | "民政";
  readonly text: string;
  /** Day of death by this evidence; where it gives none, the day of the cancellation or cremation. */
  readonly on: IsoDate;
}

/**
 * SUSPECTED: paid, or still to be paid, after a death that somebody knows of. UNKNOWN: nobody who answered knows of a death, and
 * somebody did not answer, which is not the same as no suspicion.
 */
export type Finding = "SUSPECTED" | "UNKNOWN";

/** A finding for a human to look into; never a reason to stop a pension by itself. */
export interface PensionSuspicion {
  readonly finding: Finding;
  /** null where the finding is UNKNOWN. */
  readonly earliestDeathOn: IsoDate | null;
  readonly evidence: readonly DeathEvidence[];
  /** Months paid after the month of death, oldest first. */
  readonly overpaidMonths: readonly string[];
  readonly overpaidAmount: number;
  readonly isStillPaying: boolean;
  readonly conflicts: readonly Conflict[];
  readonly missing: readonly ("公安" | "民政")[];
}

/** The day itself stands in `on`, which can be masked. */
const basisOf = (diedOn: IsoDate | null): string => (diedOn === null ? "，死亡日期未填" : "，登记有死亡日期");

const deathEvidence = ({ cancellations, cremations }: PensionFacts): readonly DeathEvidence[] => {
  const registered = (cancellations ?? [])
    .filter(({ isDeath }) => isDeath)
    .flatMap(({ diedOn, cancelledOn }): DeathEvidence[] => {
      const on = diedOn ?? cancelledOn;
      if (on === null) return [];
      return [{ department: "公安", text: `因死亡注销户口${basisOf(diedOn)}`, on }];
    });
  const cremated = (cremations ?? []).flatMap(({ diedOn, crematedOn }): DeathEvidence[] => {
    const on = diedOn ?? crematedOn;
    if (on === null) return [];
    return [{ department: "民政", text: `火化登记${basisOf(diedOn)}`, on }];
  });
  // As the departments keep them, and not by date, which a caller may be denied.
  return [...registered, ...cremated];
};

const missingOf = ({ cancellations, cremations }: PensionFacts): PensionSuspicion["missing"] => [
  ...(cancellations === null ? (["公安"] as const) : []),
  ...(cremations === null ? (["民政"] as const) : []),
];

/** A pensioner of whom nobody who answered knows a death: unknown while somebody is silent and money still goes out. */
const withoutEvidence = (facts: PensionFacts): PensionSuspicion | null => {
  const missing = missingOf(facts);
  if (missing.length === 0 || !facts.benefits.some(({ isPaying }) => isPaying)) return null;
  return {
    ...{ finding: "UNKNOWN", earliestDeathOn: null, evidence: [], overpaidMonths: [], overpaidAmount: 0 },
    ...{ isStillPaying: true, conflicts: [], missing },
  };
};

/**
 * Compares payments with what other departments know of a death. A month counts as overpaid when it lies after the month
 * of the EARLIEST death date on record; the month of death itself is due.
 * @law 社会保险经办条例第八条 [T] 与公安、民政的死亡信息比对；部门未答复的为“未知”，不当作无疑点
 * @law 社会保险经办条例第二十五条 [T] 比对结果只是疑点，核实之前不停发
 * @returns null when both departments answered and know of no death, or when nothing was paid after it and nothing is being paid
 */
export function suspectPension(facts: PensionFacts): PensionSuspicion | null {
  const evidence = deathEvidence(facts);
  const earliest = evidence.map(({ on }) => on).sort()[0];
  if (earliest === undefined) return withoutEvidence(facts);
  const after = facts.payments.filter(({ payMonth, paid }) => payMonth > earliest.slice(0, 7) && paid > 0);
  const isStillPaying = facts.benefits.some(({ isPaying }) => isPaying);
  if (after.length === 0 && !isStillPaying) return null;
  return {
    finding: "SUSPECTED",
    earliestDeathOn: earliest,
    evidence,
    overpaidMonths: [...new Set(after.map(({ payMonth }) => payMonth))].sort(),
    overpaidAmount: after.reduce((sum, { paid }) => sum + paid, 0),
    isStillPaying,
    conflicts: conflictsOf(facts, earliest),
    missing: missingOf(facts),
  };
}
