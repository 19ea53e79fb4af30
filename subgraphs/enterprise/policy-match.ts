import { partOf } from "../kit/dataset.ts";
import { told } from "../kit/event.ts";
import { external, requires } from "../kit/builder/federation.ts";
import { turn } from "../kit/guard/derived-work.ts";
import { conditional, equation, harmless, lowered, open, reads, reveals } from "../kit/item.ts";
import { builder, rowsOf, type Context } from "./builder.ts";
import { PolicyMode, PolicyStep } from "./enums.ts";
import { Enterprise } from "./firms.ts";
import { DishonestDebtor, EMPLOYER_YEAR_FIELDS, EmployerYear } from "./foreign.ts";
import type { Enterprise as EnterpriseRow, Policy as PolicyRow } from "./generated/prisma/client.ts";
import { keepRun, revisionOf } from "./offers/keep-run.ts";
import { isMonitoring } from "./offers/monitor.ts";
import { offerDates } from "./offers/offer-dates.ts";
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
  readonly creditCode: string;
  readonly asOf: Date;
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

/** An offer of a policy to a firm: the policy has come to match it, or matches it no more. */
const offer = (name: string) => ({ name, entry: "enterprise", argument: "creditCode" });

const datesOf = ({ policy, ...match }: FirmMatch, context: Context) =>
  offerDates({ ...match, policy: policy.code }, context);

const PolicyMatch = builder.objectRef<FirmMatch>("PolicyMatch").implement({
  ...partOf("惠企政策", "REAL_TIME", "industry-information"),
  description: "一家企业与一项惠企政策的匹配结果",
  fields: (t) => ({
    policy: t.field({ type: Policy, description: "政策", ...open(), resolve: ({ policy }) => policy }),
    matched: t.exposeBoolean("holds", {
      description: "是否符合；空为缺少数据，无法判定",
      ...told(conditional("L2"), offer("offerFound"), offer("offerEnded")),
    }),
    foundOn: t.field({
      type: "Date",
      description: "逐日监测自何日起发现符合；不符合、无法判定或尚未监测到为空",
      ...conditional("L2"),
      resolve: async (match, _, context) =>
        match.holds === true ? ((await datesOf(match, context))?.foundOn ?? null) : null,
    }),
    endedOn: t.field({
      type: "Date",
      description: "逐日监测于何日发现不再符合（到期、撤回、兑现完毕或条件变化）；从未符合为空",
      ...conditional("L2"),
      resolve: async (match, _, context) =>
        match.holds === false ? ((await datesOf(match, context))?.endedOn ?? null) : null,
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

/** Every policy, or the one that is wanted, as it stands for a firm. */
const decidedFor = async (firm: EnterpriseRow, { asOf, policy: wanted }: Question, context: Context) => {
  const { creditCode } = firm;
  const [policies, records, paid, intents] = await Promise.all([
    allPolicies(context),
    loadFirmRecords(firm, context),
    payouts(context).load(creditCode),
    policyIntents(context).load(creditCode),
  ]);
  await turn(context);
  const [facts, silent] = [firmFacts(records, asOf), silentDatasets(records)];
  return policies
    .filter(({ code }) => wanted === null || wanted === undefined || code === wanted)
    .map((policy) => {
      const match = orItsError(() => {
        const before = paidUnder(policy.code, paid, asOf);
        const intentConfirmedAt = intents.find(({ policyCode }) => policyCode === policy.code)?.confirmedAt ?? null;
        const found = matchPolicy(ruleOf(policy), facts, before, intentConfirmedAt !== null, asOf, silent);
        return { ...found, policy, creditCode, asOf, paid: before.total, intentConfirmedAt };
      });
      return { policy, match };
    });
};

/** The same for the monitor, whose runs are kept. */
const keptFor = async (firm: EnterpriseRow, question: Question, context: Context) => {
  const revision = await revisionOf(context).load(firm.creditCode);
  const decided = await decidedFor(firm, question, context);
  const kept = decided.map(({ policy, match }) => ({
    policy,
    match: match instanceof PolicyDefinitionError ? null : match,
  }));
  await keepRun({ firm, asOf: question.asOf, revision, decided: kept }, context);
  return decided;
};

/** In the order of the policies' codes: an order by amount would tell the amount to whoever may not have it. */
const matchesOf = async (firm: EnterpriseRow, question: Question, context: Context) => {
  const isWhole = question.policy === null || question.policy === undefined;
  const decide = isWhole && isMonitoring(context) ? keptFor : decidedFor;
  const matches = (await decide(firm, question, context)).map(({ match }) => match);
  return matches.filter(
    (match) => match instanceof PolicyDefinitionError || question.onlyMatched !== true || match.holds === true,
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
      CONCLUSION: [
        "PolicyMatch.matched",
        "PolicyMatch.foundOn",
        "PolicyMatch.endedOn",
        "PolicyMatch.nextStep",
        "PolicyCondition.met",
      ],
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
