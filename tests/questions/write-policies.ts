import type { Client } from "pg";
import { POLICIES } from "../../demo/city/policies/policies.ts";

/** Writes the demo city's policies into an otherwise empty database of enterprise. */
export const writePolicies = async (client: Client): Promise<void> => {
  for (const policy of POLICIES)
    await client.query("insert into policy values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", [
      policy.code,
      policy.title,
      policy.documentNumber,
      policy.department,
      policy.summary,
      policy.mode,
      policy.stacking,
      JSON.stringify(policy.conditions),
      JSON.stringify(policy.tiers),
      policy.funding,
      policy.validFrom,
      policy.validTo,
    ]);
};
