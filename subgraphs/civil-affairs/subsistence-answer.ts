import { partOf } from "../kit/dataset.ts";
import { conditional, equation, open } from "../kit/item.ts";
import { builder } from "./builder.ts";
import { SubsistenceKind } from "./enums.ts";
import { Person } from "./foreign.ts";
import type {
  SubsistenceDecision as Decision,
  SubsistenceLine,
  SubsistenceOutcome,
} from "./subsistence/decide-subsistence.ts";
import type { Circumstance, FamilyMeans } from "./subsistence/family-means.ts";

/** The whole answer of 低保核对; amounts in fen a month. */
export interface Check extends SubsistenceOutcome {
  readonly means: FamilyMeans;
  /** null: the place of residence is not established. */
  readonly kind: "URBAN" | "RURAL" | null;
  readonly standard: bigint | null;
  readonly standardSource: string | null;
  readonly rulesSource: string;
}

const SubsistenceDecision = builder.enumType("SubsistenceDecision", {
  description: "低保核对结论",
  values: {
    ELIGIBLE: { description: "符合低保条件" },
    EDGE: { description: "低保边缘家庭：不符合低保条件，人均收入低于标准的 1.5 倍，财产状况符合规定" },
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
    DEPOSIT: { description: "金融资产" },
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
const income = { ...amount, ...conditional("L4", "AMOUNT_BAND") } as const;
const counted = { ...conditional("L3") } as const;

/** 低保核对: the answer for the township; figures are apart, so that a grant may give them as bands or not at all. */
export const SubsistenceCheck = builder.objectRef<Check>("SubsistenceCheck").implement({
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
      ...equation(conditional("L4", "AMOUNT_BAND"), "SubsistenceCheck.monthlyIncome"),
    }),
    supplement: t.expose("supplement", {
      ...amount,
      description: "分类施保增发（分/月），按符合情形的人数计",
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
      ...conditional("L4"),
      resolve: ({ means }) => means.circumstances,
    }),
    people: t.int({
      description: "核对人口（已登记死亡或已火化的不计）",
      ...conditional("L2"),
      resolve: ({ means }) => means.people,
    }),
    kind: t.expose("kind", {
      type: SubsistenceKind,
      nullable: true,
      description: "适用标准类别（按常住地）；未认定为空",
      ...open(),
    }),
    standard: t.expose("standard", { ...amount, description: "适用标准（分/人·月）", ...open() }),
    standardSource: t.exposeString("standardSource", { nullable: true, description: "标准依据", ...open() }),
    rulesSource: t.exposeString("rulesSource", { description: "规则依据", ...open() }),
  }),
});

builder.objectFields(SubsistenceCheck, (t) => ({
  monthlyIncome: t.field({
    ...amount,
    description: "家庭月收入（分）：下列三类之和；任一未知即为空",
    ...equation(
      income,
      "SubsistenceCheck.wageAndTransferIncome",
      "SubsistenceCheck.businessIncome",
      "SubsistenceCheck.propertyIncome",
    ),
    resolve: ({ means }) => means.income.total,
  }),
  wageAndTransferIncome: t.field({
    ...income,
    description: "工资性收入与转移净收入（分/月）：人社登记与申报取其高；无登记的从申报",
    resolve: ({ means }) => means.income.wageAndTransfer,
  }),
  businessIncome: t.field({
    ...income,
    description: "经营净收入（分/月）：申报；有经营主体而未申报的为空",
    resolve: ({ means }) => means.income.business,
  }),
  propertyIncome: t.field({
    ...income,
    description: "财产净收入（分/月）：申报",
    resolve: ({ means }) => means.income.property,
  }),
  deposits: t.field({
    ...income,
    description: "金融资产（分）：本部门依授权查询；未查询为空",
    resolve: ({ means }) => means.deposits,
  }),
  mayApplyAlone: t.field({
    type: [Person],
    description: "低保边缘家庭中可以单独提出申请的重度残疾人等（单人户）",
    ...conditional("L3"),
    resolve: ({ mayApplyAlone }) => mayApplyAlone.map((id) => ({ id })),
  }),
  peopleInNeed: t.int({
    ...counted,
    description: "符合分类施保情形的人数",
    resolve: ({ means }) => means.peopleInNeed,
  }),
  vehicles: t.int({
    ...counted,
    description: "机动车数量（残疾人机动轮椅车除外）",
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
}));
