import { createHash } from "node:crypto";
import type { ContractorFacts, HousingFacts, PayrollReturnFact } from "../facts.ts";
import type { Judgement, Reason, UnpaidMonth } from "../judge-project.ts";
import type { RuledOut } from "../owed-month.ts";
import { repeatedRed, WAGE_RULES } from "../rules/rules.ts";
import type { WarningLevel } from "../rules/rule.ts";

/** A judgement with the division whose readers may see it; null: the department has no books of the project. */
export interface ScopedJudgement extends Judgement {
  readonly divisionCode: string | null;
}

/** What other departments brought along for one look. */
export interface ForeignFacts {
  readonly housing: HousingFacts;
  readonly contractor: ContractorFacts | null;
  readonly returns: readonly PayrollReturnFact[] | null;
}

/** Digest of what other departments brought along. Their values are for working out alone, and are not kept. */
export function digestOf(facts: ForeignFacts): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("base64url");
}

/** A reason as it is stored: the rule by its id and version. */
type StoredReason = Omit<Reason, "rule"> & { readonly rule: string; readonly version: number };

/** A judgement as a row of `wage_assessment` holds it. */
export interface StoredJudgement {
  readonly level: WarningLevel;
  readonly jointEnforcement: boolean;
  readonly reasons: readonly StoredReason[];
  readonly owed: readonly UnpaidMonth[];
  readonly owedAmount: bigint;
  readonly ruledOut: readonly RuledOut[];
  readonly missing: Judgement["missing"];
  readonly divisionCode: string | null;
}

/** A judgement as it is stored. */
export function storedForm({ reasons, owed, owedAmount, ...judgement }: ScopedJudgement): StoredJudgement {
  const { level, jointEnforcement, ruledOut, missing, divisionCode } = judgement;
  return {
    level,
    jointEnforcement,
    ruledOut,
    missing,
    divisionCode,
    reasons: reasons.map(({ rule: { id, version }, ...finding }) => ({ ...finding, rule: id, version })),
    owed: owed.map(({ person, month, team, attendedDays, due, paid, owed: open, isEstimated }) => ({
      person,
      month,
      team,
      attendedDays,
      due,
      paid,
      owed: open,
      isEstimated,
    })),
    owedAmount: BigInt(owedAmount),
  };
}

const rules = new Map([...WAGE_RULES, repeatedRed].map((rule) => [rule.id, rule]));

const reasonOf = ({ rule: id, version, ...finding }: StoredReason): Reason => {
  const rule = rules.get(id);
  if (rule?.version !== version) throw new Error(`A stored assessment names rule ${id} in version ${version}`);
  return { ...finding, rule };
};

/** A stored judgement as it was made. @throws when it names a rule that is not in force: the ruleset's version rules that out */
export function judgementOf(asOf: string, stored: StoredJudgement): ScopedJudgement {
  return { ...stored, asOf, reasons: stored.reasons.map(reasonOf), owedAmount: Number(stored.owedAmount) };
}
