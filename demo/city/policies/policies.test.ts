import { expect, test } from "@jest/globals";
import { parsePolicy } from "../../../subgraphs/enterprise/policies/parse-policy.ts";
import { POLICIES } from "./policies.ts";

test.each(POLICIES.map((policy) => [policy.title, policy] as const))(
  "%s is understood by the department that decides by it",
  (_, { code, conditions, tiers }) => {
    const stored = JSON.parse(JSON.stringify({ conditions, tiers })) as { conditions: unknown; tiers: unknown };
    expect(parsePolicy(code, stored.conditions, stored.tiers)).toEqual({ conditions, tiers });
  },
);
