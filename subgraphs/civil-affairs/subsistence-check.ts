import { partOf } from "../kit/dataset.ts";
import { requires } from "../kit/builder/federation.ts";
import { conditional, harmless, open } from "../kit/item.ts";
import { allSubsistenceStandards, EconomicCheck } from "./assistance.ts";
import { builder, rowsOf, type Context } from "./builder.ts";
import { Disability } from "./care.ts";
import { SubsistenceKind } from "./enums.ts";
import { civilAffairsError } from "./errors.ts";
import { Household } from "./foreign.ts";
import { Cremation } from "./registers.ts";
import { cityToday } from "./subsistence/days.ts";
import {
  decideSubsistence,
  type SubsistenceDecision as Decision,
  type SubsistenceLine,
  type SubsistenceOutcome,
} from "./subsistence/decide-subsistence.ts";
import { familyMeans, type Circumstance, type FamilyMeans, type OwnRecords } from "./subsistence/family-means.ts";
import { standardFor, SUBSISTENCE_RULES } from "./subsistence/subsistence-rules.ts";
import { suppliedFamily } from "./subsistence/supplied-family.ts";

/** The whole answer of 低保核对; amounts in fen a month. */
interface Check extends SubsistenceOutcome {
  readonly means: FamilyMeans;
  readonly kind: "URBAN" | "RURAL";
  readonly standard: bigint;
  readonly standardSource: string;
  readonly rulesSource: string;
}

const SubsistenceDecision = builder.enumType("SubsistenceDecision", {
  description: "低保核对结论",
  values: {
    ELIGIBLE: { description: "符合低保条件" },
    EDGE: { description: "低保边缘：人均收入为标准的 1 至 1.5 倍" },
    INCOME_ABOVE: { description: "收入超过低保边缘标准" },
    BARRED: { description: "财产状况不符合" },
    UNDECIDED: { description: "缺少数据，无法判定" },
  } satisfies Record<Decision, { description: string }>,
});

const SubsistenceConditionCode = builder.enumType("SubsistenceConditionCode", {
  description: "低保核对条件",
  values: {
    INCOME: { description: "收入" },
    VEHICLE: { description: "机动车" },
    HOMES: { description: "住房套数" },
    NON_RESIDENTIAL: { description: "非居住类不动产" },
  } satisfies Record<SubsistenceLine["code"], { description: string }>,
});

const SubsistenceCircumstance = builder.enumType("SubsistenceCircumstance", {
  description: "分类施保情形",
  values: {
    OLD_AGE: { description: "60周岁以上老年人" },
    MINOR: { description: "未成年人" },
    SERIOUS_DISABILITY: { description: "重度残疾人（一、二级）" },
  } satisfies Record<Circumstance, { description: string }>,
});

const SubsistenceConditionResult = builder.objectRef<SubsistenceLine>("SubsistenceCondition").implement({
  ...partOf("社会救助", "REAL_TIME"),
  description: "低保核对条件的一项核对结果",
  fields: (t) => ({
    code: t.expose("code", { type: SubsistenceConditionCode, description: "条件代码", ...open() }),
    title: t.exposeString("condition", { description: "条件", ...open() }),
    met: t.exposeBoolean("holds", { description: "是否符合；空为缺少数据", ...conditional("L3") }),
    expected: t.exposeString("limit", { description: "要求", ...open() }),
    actual: t.exposeString("fact", { description: "实际（数额按区间）", ...conditional("L4") }),
  }),
});

const amount = { type: "Fen", nullable: true } as const;
const counted = { ...conditional("L3") } as const;

/** 低保核对: the answer for the township; figures are apart, so that a grant may give them as bands or not at all. */
const SubsistenceCheck = builder.objectRef<Check>("SubsistenceCheck").implement({
  ...partOf("社会救助", "REAL_TIME"),
  description: "低保核对结果：供乡镇（街道）审核确认，不自动停发",
  fields: (t) => ({
    decision: t.expose("decision", {
      type: SubsistenceDecision,
      description: "核对结论",
      ...conditional("L2"),
    }),
    allowance: t.expose("allowance", {
      ...amount,
      description: "月保障金（分）：标准×人口−家庭月收入，向上取整到元",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    supplement: t.expose("supplement", {
      ...amount,
      description: "分类施保增发（分/月）",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
    conditions: t.field({
      type: [SubsistenceConditionResult],
      description: "逐项条件的核对结果",
      ...conditional("L2"),
      resolve: ({ lines }) => lines,
    }),
    circumstances: t.field({
      type: [SubsistenceCircumstance],
      description: "分类施保情形（重病情形须另凭医保数据）",
      ...conditional("L3"),
      resolve: ({ means }) => means.circumstances,
    }),
    people: t.int({
      description: "核对人口（已登记死亡或已火化的不计）",
      ...conditional("L2"),
      resolve: ({ means }) => means.people,
    }),
    kind: t.expose("kind", { type: SubsistenceKind, description: "适用标准类别", ...open() }),
    standard: t.expose("standard", { ...amount, description: "适用标准（分/人·月）", ...open() }),
    standardSource: t.exposeString("standardSource", { description: "标准依据", ...open() }),
    rulesSource: t.exposeString("rulesSource", { description: "规则依据", ...open() }),
    monthlyIncome: t.field({
      ...amount,
      description: "家庭月收入（分）",
      ...conditional("L4", "AMOUNT_BAND"),
      resolve: ({ means }) => means.income,
    }),
    vehicles: t.int({
      ...counted,
      description: "机动车数量（残疾人代步车除外）",
      resolve: ({ means }) => means.vehicles,
    }),
    homes: t.int({ ...counted, description: "住房套数", resolve: ({ means }) => means.homes }),
    nonResidential: t.int({
      ...counted,
      description: "非居住类不动产数量",
      resolve: ({ means }) => means.nonResidential,
    }),
    businesses: t.int({
      ...counted,
      description: "存续的个体工商户与持股数：不直接否决，须核实经营收入",
      resolve: ({ means }) => means.businesses,
    }),
  }),
});

const economicChecks = rowsOf(EconomicCheck, "householdId");
const cremations = rowsOf(Cremation, "personId");
const disabilities = rowsOf(Disability, "personId");

const ownRecords = async (people: readonly string[], context: Context): Promise<OwnRecords> => {
  const [dead, disabled] = await Promise.all([
    Promise.all(people.map((id) => cremations(context).load(id))),
    Promise.all(people.map((id) => disabilities(context).load(id))),
  ]);
  return {
    cremated: new Set(dead.flat().map(({ personId }) => personId)),
    seriouslyDisabled: new Set(
      disabled
        .flat()
        .filter(({ grade }) => grade <= SUBSISTENCE_RULES.seriousGrade)
        .map(({ personId }) => personId),
    ),
  };
};

const checkOf = async (household: object, asOf: Date, context: Context): Promise<Check | null> => {
  const family = suppliedFamily(household);
  if (family === null) return null;
  const [own, standards] = await Promise.all([
    ownRecords(
      family.members.map(({ id }) => id),
      context,
    ),
    allSubsistenceStandards(context),
  ]);
  const means = familyMeans(family.members, own, SUBSISTENCE_RULES, asOf);
  if (means === null) return null;
  const kind = means.rural ? "RURAL" : "URBAN";
  const standard = standardFor(standards, kind, family.divisionCode, asOf);
  return {
    ...decideSubsistence(means, { amount: Number(standard.monthlyAmount), source: standard.source }, SUBSISTENCE_RULES),
    means,
    kind,
    standard: standard.monthlyAmount,
    standardSource: standard.source,
    rulesSource: SUBSISTENCE_RULES.source,
  };
};

const presented = new WeakMap<Context, Map<string, Set<string>>>();

/** The numbers that a request has presented for a household so far, this one among them. */
const presentedFor = (household: string, number: string, context: Context): ReadonlySet<string> => {
  const households = presented.get(context) ?? new Map<string, Set<string>>();
  const numbers = households.get(household) ?? new Set<string>();
  presented.set(context, households.set(household, numbers.add(number)));
  return numbers;
};

/**
 * Demands the applicant's written authorization (社会救助暂行办法 art. 58). A request that presents several numbers for one
 * household is refused as a whole: it guesses. They are noted before anything is awaited, so that the first one is not
 * looked at while others come in. No number stands in a message.
 */
const demandAuthorization = async (household: string, number: string, context: Context): Promise<void> => {
  const numbers = presentedFor(household, number, context);
  const checks = await economicChecks(context).load(household);
  if (numbers.size > 1) throw civilAffairsError("HUB_AUTHORIZATION_REPEATED", {});
  if (!checks.some(({ authorizationNumber }) => authorizationNumber === number)) {
    throw civilAffairsError("HUB_AUTHORIZATION_REQUIRED", {});
  }
};

builder.objectField(Household, "subsistenceCheck", (t) =>
  t.field({
    type: SubsistenceCheck,
    description: "低保核对：收入、机动车、不动产与分类施保；须凭申请人书面授权，成员信息未取得时为空",
    ...conditional("L2"),
    ...requires(
      "divisionCode members { id birthDate deceased householdType monthlyIncome vehicles { vehicleType } " +
        "realEstateRights { unitNumber usage } soleTraders { status } shareholdings { id } }",
    ),
    args: {
      authorizationNumber: t.arg.string({
        required: true,
        description: "申请人书面授权书编号，须与本户已登记的经济状况核对授权一致",
        ...harmless("授权凭证：不符即拒绝，错误次数受限"),
      }),
      asOf: t.arg({ type: "Date", description: "核对日期，默认今日", ...harmless("只定计算的日期") }),
    },
    resolve: async (household, { authorizationNumber, asOf }, context) => {
      await demandAuthorization(household.id, authorizationNumber, context);
      return checkOf(household, asOf ?? cityToday(new Date()), context);
    },
  }),
);
