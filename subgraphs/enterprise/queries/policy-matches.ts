import { builder, type Context } from "../builder.ts";
import { EMPLOYER_YEAR_FIELDS, EmployerYear } from "../entities/employer-year.ts";
import { external, requires } from "../../kit/federated.ts";
import type { Enterprise as EnterpriseRow } from "../generated/prisma/client.ts";
import { conditional } from "../../kit/item.ts";
import { paidUnder } from "../policies/entitlement.ts";
import { firmFacts, suppliedEmployerYears } from "../policies/firm-facts.ts";
import { loadFirmRecords } from "../policies/load-firm-records.ts";
import { matchPolicy } from "../policies/match-policy.ts";
import { PolicyDefinitionError, ruleOf } from "../policies/parse-policy.ts";
import { payouts, policyIntents } from "../relations/firm-loaders.ts";
import { Enterprise } from "../types/enterprise.ts";
import { allPolicies } from "../types/policy.ts";
import { PolicyMatch, type FirmMatch } from "../types/policy-match.ts";

interface Question {
  readonly asOf: Date;
  readonly policy?: string | null | undefined;
  readonly onlyMatched?: boolean | null | undefined;
}

/** A policy that cannot be read is an error in its own place in the list, and hides no other. */
const orItsError = (decide: () => FirmMatch): FirmMatch | PolicyDefinitionError => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof PolicyDefinitionError) return error;
    throw error;
  }
};

/** What the firm can have first, the greatest amount first; then the rest in the order of the policies. */
const rank = (match: FirmMatch | PolicyDefinitionError): number =>
  match instanceof PolicyDefinitionError ? 0 : match.holds === true ? 1 + (match.amount ?? 0) : 0;

const matchesOf = async (firm: EnterpriseRow, question: Question, context: Context) => {
  const { asOf, policy: wanted, onlyMatched } = question;
  const [policies, records, paid, intents] = await Promise.all([
    allPolicies(context),
    loadFirmRecords(firm, context),
    payouts(context).load(firm.creditCode),
    policyIntents(context).load(firm.creditCode),
  ]);
  const facts = firmFacts(records, asOf);
  const matches = policies
    .filter(({ code }) => wanted === null || wanted === undefined || code === wanted)
    .map((policy) =>
      orItsError(() => {
        const before = paidUnder(policy.code, paid, asOf);
        const intentConfirmedAt = intents.find(({ policyCode }) => policyCode === policy.code)?.confirmedAt ?? null;
        const match = matchPolicy(ruleOf(policy), facts, before, intentConfirmedAt !== null, asOf);
        return { ...match, policy, paid: before.total, intentConfirmedAt };
      }),
    );
  return matches
    .filter((match) => match instanceof PolicyDefinitionError || onlyMatched !== true || match.holds === true)
    .sort((a, b) => rank(b) - rank(a));
};

builder.prismaObjectFields(Enterprise, (t) => ({
  employerYears: t.field({
    type: [EmployerYear],
    nullable: true,
    description: "单位年度参保与裁员情况",
    ...external(conditional("L2")),
    resolve: (firm) => suppliedEmployerYears(firm),
  }),
  policyMatches: t.field({
    type: [PolicyMatch],
    nullable: { list: true, items: true },
    description: "与惠企政策的匹配：逐项条件、可兑现金额与下一步",
    ...conditional("L2"),
    ...requires(`employerYears { ${EMPLOYER_YEAR_FIELDS} }`),
    args: {
      onlyMatched: t.arg.boolean({ description: "只看符合的政策，默认全部" }),
      policy: t.arg.id({ description: "只看一项政策：政策代码" }),
      asOf: t.arg({ type: "Date", required: true, description: "判定日期" }),
    },
    // GraphQL turns an Error in a list into an error of that item; Pothos' types do not know it.
    resolve: async (firm, question, context) => (await matchesOf(firm, question, context)) as FirmMatch[],
  }),
}));
