import type { City } from "../city.ts";
import { POLICIES } from "../policies/policies.ts";

/** Writes the eight policies with their conditions and tiers as JSON. */
export const writePolicies = (city: City): void => {
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
    });
};
