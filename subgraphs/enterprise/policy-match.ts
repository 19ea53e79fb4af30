import { partOf } from "../kit/dataset.ts";
import { external, requires } from "../kit/builder/federation.ts";
import { turn } from "../kit/guard/derived-work.ts";
import { conditional, equation, harmless, lowered, open, reads, reveals } from "../kit/item.ts";
import { builder, rowsOf, type Context } from "./builder.ts";
import { PolicyMode, PolicyStep } from "./enums.ts";
import { Enterprise } from "./firms.ts";
import { DishonestDebtor, EMPLOYER_YEAR_FIELDS, EmployerYear } from "./foreign.ts";
import type { Enterprise as EnterpriseRow, Policy as PolicyRow } from "./generated/prisma/client.ts";
import { paidUnder } from "./policies/entitlement.ts";
import { AMOUNT_BASES } from "./policies/figures.ts";
import type { PolicyLine } from "./policies/evaluate-condition.ts";
import { firmFacts, silentDatasets, suppliedDishonesty, suppliedEmployerYears } from "./policies/firm-facts.ts";
import { FOREIGN_FIGURES, loadFirmRecords } from "./policies/load-firm-records.ts";
import { matchPolicy, type Match } from "./policies/match-policy.ts";
import { PolicyDefinitionError, ruleOf } from "./policies/parse-policy.ts";
import { allPolicies, Payout, Policy, PolicyIntent } from "./policy.ts";

/** A match with the policy and what was paid and confirmed before. */
interface FirmMatch extends Match {
  readonly policy: PolicyRow;
  /** Fen. */
  readonly paid: number;
  readonly intentConfirmedAt: Date | null;
}

const PolicyCondition = builder.objectRef<PolicyLine>("PolicyCondition").implement({
  ...partOf("惠企政策", "REAL_TIME", "industry-information"),
  description: "政策条件的一项核对结果",
  fields: (t) => ({
    text: t.exposeString("condition", { description: "条件", ...open() }),
    met: t.exposeBoolean("holds", { description: "是否符合；空为缺少数据", ...conditional("L2") }),
    expected: t.exposeString("limit", { description: "要求", ...open() }),
    actual: t.exposeString("fact", { description: "实际（数额按区间）", ...conditional("L3") }),
    depth: t.exposeInt("depth", { description: "层级：0 为直接条件，其下为分项", ...open() }),
  }),
});

const PolicyMatch = builder.objectRef<FirmMatch>("PolicyMatch").implement({
  ...partOf("惠企政策", "REAL_TIME", "industry-information"),
  description: "一家企业与一项惠企政策的匹配结果",
  fields: (t) => ({
    policy: t.field({ type: Policy, description: "政策", ...open(), resolve: ({ policy }) => policy }),
    matched: t.exposeBoolean("holds", {
      description: "是否符合；空为缺少数据，无法判定",
      ...conditional("L2"),
    }),
    alreadyPaid: t.exposeBoolean("settled", { description: "本政策是否已兑现完毕", ...open() }),
    paidAmount: t.field({
      type: "Fen",
      description: "本政策已兑现金额（分）",
      ...open(),
      resolve: ({ paid }) => paid,
    }),
    amount: t.expose("amount", {
      type: "Fen",
      description: "可兑现金额（分），已扣除此前兑现；不符合或缺少数据时为空",
      ...equation(conditional("L3", "AMOUNT_BAND"), ...AMOUNT_BASES.values()),
    }),
    mode: t.field({
      type: PolicyMode,
      description: "兑现方式",
      ...open(),
      resolve: ({ policy }) => policy.mode,
    }),
    conditions: t.field({
      type: [PolicyCondition],
      description: "逐项条件的核对结果",
      ...conditional("L2"),
      resolve: ({ lines }) => lines,
    }),
    nextStep: t.expose("nextStep", {
      type: PolicyStep,
      description: "下一步：意愿确认、申报或部门兑现",
      ...conditional("L2"),
    }),
    intentConfirmedAt: t.expose("intentConfirmedAt", {
      type: "DateTime",
      description: "企业意愿确认时间",
      ...conditional("L2"),
    }),
    missingDepartments: t.stringList({
      description: "本政策的条件须由其核对而未取得数据的部门：所涉条件不作判定",
      ...conditional("L2"),
      resolve: ({ missing }) => [...missing],
    }),
  }),
});

const payouts = rowsOf(Payout, "enterpriseCreditCode");
const policyIntents = rowsOf(PolicyIntent, "enterpriseCreditCode");

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

/** In the order of the policies' codes: an order by amount would tell the amount to whoever may not have it. */
const matchesOf = async (firm: EnterpriseRow, question: Question, context: Context) => {
  const { asOf, policy: wanted, onlyMatched } = question;
  const [policies, records, paid, intents] = await Promise.all([
    allPolicies(context),
    loadFirmRecords(firm, context),
    payouts(context).load(firm.creditCode),
    policyIntents(context).load(firm.creditCode),
  ]);
  await turn(context);
  const [facts, silent] = [firmFacts(records, asOf), silentDatasets(records)];
  const matches = policies
    .filter(({ code }) => wanted === null || wanted === undefined || code === wanted)
    .map((policy) =>
      orItsError(() => {
        const before = paidUnder(policy.code, paid, asOf);
        const intentConfirmedAt = intents.find(({ policyCode }) => policyCode === policy.code)?.confirmedAt ?? null;
        const match = matchPolicy(ruleOf(policy), facts, before, intentConfirmedAt !== null, asOf, silent);
        return { ...match, policy, paid: before.total, intentConfirmedAt };
      }),
    );
  return matches.filter(
    (match) => match instanceof PolicyDefinitionError || onlyMatched !== true || match.holds === true,
  );
};

builder.prismaObjectFields(Enterprise, (t) => ({
  employerYears: t.field({
    type: [EmployerYear],
    description: "单位年度参保与裁员情况",
    ...external(conditional("L2")),
    resolve: (firm) => suppliedEmployerYears(firm),
  }),
  dishonestyRecords: t.field({
    type: [DishonestDebtor],
    description: "失信被执行记录",
    ...external(open()),
    resolve: (firm) => suppliedDishonesty(firm),
  }),
  policyMatches: t.field({
    type: [PolicyMatch],
    nullable: { list: true, items: true },
    description: "与惠企政策的匹配：逐项条件、可兑现金额与下一步，按政策代码排列",
    ...lowered(reads(conditional("L2"), ...FOREIGN_FIGURES), {
      APART: [
        "PolicyMatch.alreadyPaid",
        "PolicyMatch.paidAmount",
        "PolicyMatch.mode",
        "PolicyMatch.intentConfirmedAt",
        "PolicyMatch.missingDepartments",
        "PolicyCondition.text",
        "PolicyCondition.expected",
        "PolicyCondition.depth",
      ],
      CONCLUSION: ["PolicyMatch.matched", "PolicyMatch.nextStep", "PolicyCondition.met"],
    }),
    ...requires(`employerYears { ${EMPLOYER_YEAR_FIELDS} } dishonestyRecords { publishedOn }`),
    args: {
      onlyMatched: t.arg.boolean({ description: "只看符合的政策，默认全部", ...reveals("PolicyMatch.matched") }),
      policy: t.arg.id({ description: "只看一项政策：政策代码", ...reveals("Policy.code") }),
      asOf: t.arg({ type: "Date", required: true, description: "判定日期", ...harmless("只定计算的日期") }),
    },
    // GraphQL turns an Error in a list into an error of that item; Pothos' types do not know it.
    resolve: async (firm, question, context) => (await matchesOf(firm, question, context)) as FirmMatch[],
  }),
}));
