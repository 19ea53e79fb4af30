import type { GraphQLError } from "graphql";
import { enterpriseErrors } from "../../schema/errors.ts";
import type { Words } from "../../schema/words.ts";
import { inGridScope } from "../kit/context.ts";
import { raising } from "../kit/errors.ts";
import { conditional, lowered, reads } from "../kit/item.ts";
import { builder, rowOf, rowsOf, type Context } from "./builder.ts";
import type { Enterprise, PolicyIntent as IntentRow } from "./generated/prisma/client.ts";
import { paidUnder } from "./policies/entitlement.ts";
import { firmFacts } from "./policies/firm-facts.ts";
import { FOREIGN_FIGURES, loadFirmRecords } from "./policies/load-firm-records.ts";
import { matchPolicy, type Match } from "./policies/match-policy.ts";
import { ruleOf } from "./policies/parse-policy.ts";
import { Payout, Policy, PolicyIntent } from "./policy.ts";

const policyByCode = rowOf(Policy);
const payouts = rowsOf(Payout, "enterpriseCreditCode");

const COORDINATE = "Mutation.confirmPolicyIntent";

const REASONS = {
  NOT_THE_FIRM: {
    en: "Only the enterprise itself confirms its intent, by its own login",
    zh: "意愿只能由企业本身以其法人身份登录确认",
  },
  NO_SUCH_POLICY: { en: "There is no policy of this code", zh: "没有此代码的政策" },
  NO_SUCH_FIRM: {
    en: "There is no enterprise of this credit code within reach",
    zh: "可及范围内没有此信用代码的企业",
  },
  NOT_MATCHED: { en: "The enterprise does not meet the policy's conditions", zh: "该企业不符合政策条件" },
  UNDECIDED: {
    en: "Figures are missing here to decide whether the enterprise meets the policy's conditions",
    zh: "本部门缺少判定该企业是否符合政策条件所需的数据",
  },
  SETTLED: { en: "The policy has been paid to this enterprise already", zh: "该政策已向此企业兑付" },
  APPLY_INSTEAD: {
    en: "This policy is not confirmed but applied for (申报)",
    zh: "该政策须申报，不以确认意愿的方式办理",
  },
} as const satisfies Record<string, Words>;

const enterpriseError = raising(enterpriseErrors);

/** The refusal of an intent, the caller's mistake; `failed` names the conditions that speak against the firm. */
function policyRefusal(reason: keyof typeof REASONS, failed: readonly string[] = []): GraphQLError {
  const { en, zh } = REASONS[reason];
  const told = failed.join("；");
  const words: Words = told === "" ? { en, zh } : { en: `${en}: ${told}`, zh: `${zh}：${told}` };
  return enterpriseError("HUB_POLICY_INTENT_REFUSED", { reason: words }, { reason });
}

const refuseUnfit = ({ holds, settled, lines }: Match): void => {
  if (settled) throw policyRefusal("SETTLED");
  if (holds === true) return;
  throw policyRefusal(
    holds === false ? "NOT_MATCHED" : "UNDECIDED",
    lines.filter((line) => line.holds === holds && line.depth === 0).map(({ condition }) => condition),
  );
};

/** Inserted unless it is there already, in one statement: of several confirmations at the same moment one wins. */
const store = async (
  policyCode: string,
  firm: Enterprise,
  match: Match,
  now: Date,
  { database }: Context,
): Promise<IntentRow | null> => {
  const key = { policyCode, enterpriseCreditCode: firm.creditCode };
  const amount = match.amount === null ? null : BigInt(match.amount);
  await database.policyIntent.createMany({
    data: { ...key, confirmedAt: now, amount, divisionCode: firm.divisionCode },
    skipDuplicates: true,
  });
  return database.policyIntent.findUnique({ where: { policyCode_enterpriseCreditCode: key } });
};

/**
 * First of two steps (意愿确认、部门兑现), taken by the firm itself: nobody confirms for another, no officer and no open port. Confirming again changes nothing and answers with the first confirmation.
 * Decided anew as of the day of the confirmation, and refused unless every condition is known to be met: with those that fail,
 * or else with those for which figures are missing. What only human-resources knows cannot be asked from inside one subgraph,
 * so that a policy with such conditions cannot be confirmed here.
 */
builder.mutationField("confirmPolicyIntent", (t) =>
  t.field({
    type: PolicyIntent,
    description: "企业确认享受一项惠企政策的意愿（两步兑现的第一步）；重复确认不改变结果",
    ...lowered(reads(conditional("L2"), ...FOREIGN_FIGURES), {
      APART: ["PolicyIntent.id", "PolicyIntent.confirmedAt", "PolicyIntent.divisionCode"],
    }),
    args: {
      policy: t.arg.id({ required: true, description: "政策代码" }),
      creditCode: t.arg({ type: "CreditCode", required: true, description: "统一社会信用代码" }),
    },
    resolve: async (_, { policy: code, creditCode }, context) => {
      if (context.envelope?.enterprise !== creditCode) throw policyRefusal("NOT_THE_FIRM");
      const [policy, firm] = await Promise.all([
        policyByCode(context).load(code),
        context.database.enterprise.findFirst({ where: { creditCode, ...inGridScope(context, COORDINATE) } }),
      ]);
      if (!policy) throw policyRefusal("NO_SUCH_POLICY");
      if (!firm) throw policyRefusal("NO_SUCH_FIRM");
      if (policy.mode === "APPLY") throw policyRefusal("APPLY_INSTEAD");
      const now = new Date();
      const [records, paid] = await Promise.all([loadFirmRecords(firm, context), payouts(context).load(creditCode)]);
      const match = matchPolicy(ruleOf(policy), firmFacts(records, now), paidUnder(code, paid, now), false, now);
      refuseUnfit(match);
      return store(code, firm, match, now, context);
    },
  }),
);
