import { dataset, partOf } from "../kit/dataset.ts";
import { conditional, divisionField, harmless, lowered, open, reads, subject } from "../kit/item.ts";
import { cityToday } from "../kit/rules/age.ts";
import { allSubsistenceStandards } from "./assistance.ts";
import { builder, everyRow, hasOne, rowsOf, type Context } from "./builder.ts";
import { Disability } from "./care.ts";
import {
  decideDestitute,
  type DestituteDecision as Decision,
  type DestituteLine,
  type SupportStandards,
} from "./destitute/decide-destitute.ts";
import { DESTITUTE_RULES } from "./destitute/destitute-rules.ts";
import {
  DestituteGround,
  DestituteStatus,
  Residence,
  SelfCare,
  SupportComponent,
  Supporters,
  SupportForm,
} from "./enums.ts";
import { Person } from "./foreign.ts";
import type { DestitutePerson as PersonRow } from "./generated/prisma/client.ts";
import { nearestInForce } from "./subsistence/subsistence-rules.ts";

export const DestitutePerson = builder.prismaObject("DestitutePerson", {
  ...dataset("社会救助", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    certificateNumber: t.exposeString("certificateNumber", conditional("L2")),
    ground: t.expose("ground", { type: DestituteGround, ...conditional("L4") }),
    bornOn: t.expose("bornOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    selfCare: t.expose("selfCare", { type: SelfCare, ...conditional("L4") }),
    supporters: t.expose("supporters", { type: Supporters, ...conditional("L3") }),
    monthlyIncome: t.expose("monthlyIncome", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    residence: t.expose("residence", { type: Residence, ...conditional("L2") }),
    form: t.expose("form", { type: SupportForm, ...conditional("L2") }),
    status: t.expose("status", { type: DestituteStatus, ...conditional("L2") }),
    basicAmount: t.expose("basicAmount", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    // By it the standard's step, which is how far somebody can look after themselves, is told.
    careAmount: t.expose("careAmount", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    validFrom: t.expose("validFrom", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(DestitutePerson, {
  person: [Person, "personId", "供养对象", subject(conditional("L3"))],
});

export const DestituteStandard = builder.prismaObject("DestituteStandard", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    component: t.expose("component", { type: SupportComponent, ...open() }),
    selfCare: t.expose("selfCare", { type: SelfCare, ...open() }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", ...open() }),
    source: t.exposeString("source", open()),
    effectiveFrom: t.expose("effectiveFrom", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

const allStandards = everyRow(DestituteStandard);
const disabilities = rowsOf(Disability, "personId");

const DestituteDecision = builder.enumType("DestituteDecision", {
  description: "供养条件核对结论",
  values: {
    IN_ORDER: { description: "符合供养条件，供养金不低于标准" },
    SHORT: { description: "符合供养条件，供养金低于标准" },
    ENDS: {
      description: "不再符合供养条件：由乡镇（街道）审核、县级民政部门核准后方可终止（社会救助暂行办法第十八条）",
    },
    UNDECIDED: { description: "缺少数据，无法判定" },
  } satisfies Record<Decision, { description: string }>,
});

const DestituteConditionCode = builder.enumType("DestituteConditionCode", {
  description: "供养条件",
  values: {
    GROUND: { description: "无劳动能力的情形" },
    INCOME: { description: "生活来源" },
    SUPPORTERS: { description: "法定义务人" },
    BASIC: { description: "基本生活供养金" },
    CARE: { description: "照料护理费" },
  } satisfies Record<DestituteLine["code"], { description: string }>,
});

const DestituteCondition = builder.objectRef<DestituteLine>("DestituteCondition").implement({
  ...partOf("社会救助", "REAL_TIME"),
  description: "供养条件的一项核对结果",
  fields: (t) => ({
    code: t.expose("code", { type: DestituteConditionCode, description: "条件代码", ...conditional("L3") }),
    title: t.exposeString("condition", { description: "条件", ...conditional("L3") }),
    met: t.exposeBoolean("holds", { description: "是否符合；空为缺少数据", ...conditional("L3") }),
    expected: t.exposeString("limit", { description: "要求", ...conditional("L3") }),
    actual: t.exposeString("fact", { description: "实际（数额按区间）", ...conditional("L4") }),
    source: t.exposeString("source", { description: "依据", ...open() }),
  }),
});

interface Check {
  readonly decision: Decision;
  readonly lines: readonly DestituteLine[];
}

const DestituteCheck = builder.objectRef<Check>("DestituteCheck").implement({
  ...partOf("社会救助", "REAL_TIME"),
  description: "供养条件核对：供乡镇（街道）定期核查，不自动终止",
  fields: (t) => ({
    decision: t.expose("decision", { type: DestituteDecision, description: "核对结论", ...conditional("L2") }),
    conditions: t.field({
      type: [DestituteCondition],
      description: "逐项条件的核对结果",
      ...conditional("L2"),
      resolve: ({ lines }) => lines,
    }),
  }),
});

const standardsOf = async (
  { residence, selfCare, divisionCode }: PersonRow,
  asOf: Date,
  context: Context,
): Promise<SupportStandards> => {
  const [support, subsistence] = await Promise.all([allStandards(context), allSubsistenceStandards(context)]);
  const amount = (row: { readonly monthlyAmount: bigint } | undefined) => (row ? Number(row.monthlyAmount) : null);
  const of = (component: "BASIC" | "CARE") =>
    support.filter((row) => row.component === component && (component === "BASIC" || row.selfCare === selfCare));
  return {
    basic: amount(nearestInForce(of("BASIC"), divisionCode, asOf)),
    care: amount(nearestInForce(of("CARE"), divisionCode, asOf)),
    subsistence: amount(
      nearestInForce(
        subsistence.filter(({ kind }) => kind === residence),
        divisionCode,
        asOf,
      ),
    ),
  };
};

builder.objectField(DestitutePerson, "check", (t) =>
  t.field({
    type: DestituteCheck,
    nullable: true,
    description: "供养条件与供养金的核对；已终止的为空",
    ...lowered(reads(conditional("L2"), "Disability.category", "Disability.grade"), {
      APART: ["DestituteCondition.source"],
      CONCLUSION: [
        "DestituteCheck.decision",
        "DestituteCondition.met",
        "DestituteCondition.code",
        "DestituteCondition.title",
        "DestituteCondition.expected",
      ],
    }),
    args: { asOf: t.arg({ type: "Date", description: "核对日期，默认今日", ...harmless("只定计算的日期") }) },
    resolve: async (row, { asOf }, context) => {
      if (row.status === "ENDED") return null;
      const day = asOf ?? cityToday(new Date());
      const [standards, own] = await Promise.all([
        standardsOf(row, day, context),
        disabilities(context).load(row.personId),
      ]);
      const figures = {
        ...row,
        monthlyIncome: row.monthlyIncome === null ? null : Number(row.monthlyIncome),
        basicAmount: Number(row.basicAmount),
        careAmount: Number(row.careAmount),
        disabilities: own,
      };
      return decideDestitute(figures, standards, DESTITUTE_RULES, day);
    },
  }),
);
