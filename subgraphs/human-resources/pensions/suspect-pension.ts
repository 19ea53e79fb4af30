import { conflictsOf, type Conflict } from "./conflicts.ts";
import type { IsoDate, PensionFacts } from "./facts.ts";

/** One department's word on the death. */
export interface DeathEvidence {
  readonly department: "公安" | "民政";
  readonly text: string;
  /** Day of death by this evidence; where it gives none, the day of the cancellation or cremation. */
  readonly on: IsoDate;
}

/** A suspicion for a human to look into; never a reason to stop a pension by itself. */
export interface PensionSuspicion {
  readonly earliestDeathOn: IsoDate;
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

/**
 * Compares payments with what other departments know of a death. A month counts as overpaid when it lies after the month
 * of the EARLIEST death date on record; the month of death itself is due.
 * @returns null when nobody knows of a death, or when nothing was paid after it and nothing is being paid
 */
export function suspectPension(facts: PensionFacts): PensionSuspicion | null {
  const evidence = deathEvidence(facts);
  const earliest = evidence.map(({ on }) => on).sort()[0];
  if (earliest === undefined) return null;
  const after = facts.payments.filter(({ payMonth, paid }) => payMonth > earliest.slice(0, 7) && paid > 0);
  const isStillPaying = facts.benefits.some(({ isPaying }) => isPaying);
  if (after.length === 0 && !isStillPaying) return null;
  return {
    earliestDeathOn: earliest,
    evidence,
    overpaidMonths: [...new Set(after.map(({ payMonth }) => payMonth))].sort(),
    overpaidAmount: after.reduce((sum, { paid }) => sum + paid, 0),
    isStillPaying,
    conflicts: conflictsOf(facts, earliest),
    missing: [
      ...(facts.cancellations === null ? (["公安"] as const) : []),
      ...(facts.cremations === null ? (["民政"] as const) : []),
    ],
  };
}
