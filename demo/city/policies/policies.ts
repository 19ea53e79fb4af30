import type { City } from "../city.ts";
import { expandedEmployment, stableEmployment, startupLoan } from "./employment.ts";
import { equipment, fullLoad, highTech, specialised, turnover } from "./industry.ts";
import type { Policy } from "./policy.ts";

/** The eight policies of the demo city. Thresholds follow the documents named; every row is an example and says so, and its dates are the demo's own. */
export const POLICIES: readonly Policy[] = [
  stableEmployment,
  expandedEmployment,
  fullLoad,
  equipment,
  specialised,
  highTech,
  startupLoan,
  turnover,
];

/** Writes the eight policies with their conditions and tiers as JSON. */
export function writePolicies(city: City): void {
  for (const policy of POLICIES)
    city.write.policy({
      code: policy.code,
      title: policy.title,
      documentNumber: policy.documentNumber,
      department: policy.department,
      summary: policy.summary,
      mode: policy.mode,
      stacking: policy.stacking,
      conditions: JSON.stringify(policy.conditions),
      tiers: JSON.stringify(policy.tiers),
      funding: policy.funding,
      validFrom: policy.validFrom,
      validTo: policy.validTo,
      fairCompetitionReview: policy.fairCompetitionReview,
    });
}
