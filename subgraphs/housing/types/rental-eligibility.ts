import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import type { RentalEligibility as Eligibility, RentalLine } from "../eligibility/rental-eligibility.ts";

const RentalConditionCode = builder.enumType("RentalConditionCode", {
  description: "公租房准入条件",
  values: {
    INCOME_PER_HEAD: { description: "人均收入" },
    AREA_PER_HEAD: { description: "人均住房面积" },
    VEHICLE: { description: "机动车" },
    OTHER_BENEFIT: { description: "其他住房保障" },
  } satisfies Record<RentalLine["code"], { description: string }>,
});

const PublicRentalCondition = builder.objectRef<RentalLine>("PublicRentalCondition").implement({
  ...dataset("住房保障", "REAL_TIME"),
  description: "公租房准入条件的一项核对结果",
  fields: (t) => ({
    code: t.expose("code", { type: RentalConditionCode, nullable: true, description: "条件代码", ...open() }),
    title: t.exposeString("condition", { nullable: true, description: "条件", ...open() }),
    met: t.exposeBoolean("holds", {
      nullable: true,
      description: "是否符合；空为缺少数据",
      ...conditional("L3"),
    }),
    expected: t.exposeString("limit", { nullable: true, description: "要求", ...open() }),
    actual: t.exposeString("fact", { nullable: true, description: "实际（含具体数值）", ...conditional("L4") }),
  }),
});

/** 公租房资格核查: the answer for the case officer; figures are apart, so that a grant may give them as bands or not at all. */
export const PublicRentalEligibility = builder.objectRef<Eligibility>("PublicRentalEligibility").implement({
  ...dataset("住房保障", "REAL_TIME"),
  description: "公租房资格核查结果",
  fields: (t) => ({
    eligible: t.exposeBoolean("holds", {
      nullable: true,
      description: "是否符合准入条件；空为缺少数据，无法判定",
      ...conditional("L2"),
    }),
    conditions: t.field({
      type: [PublicRentalCondition],
      nullable: true,
      description: "逐项条件的核对结果",
      ...conditional("L2"),
      resolve: ({ lines }) => lines,
    }),
    people: t.int({
      nullable: true,
      description: "核对人口（已登记死亡的不计）",
      ...conditional("L2"),
      resolve: ({ means }) => means.people,
    }),
    incomePerHead: t.field({
      type: "Fen",
      nullable: true,
      description: "人均月收入（分）",
      ...conditional("L4", "AMOUNT_BAND"),
      resolve: ({ means }) => (means.incomePerHead === null ? null : Math.round(means.incomePerHead)),
    }),
    incomeLimit: t.expose("incomeLimit", {
      type: "Fen",
      nullable: true,
      description: "人均月收入上限（分）",
      ...open(),
    }),
    areaPerHead: t.float({
      nullable: true,
      description: "人均自有住房面积（平方米）",
      ...conditional("L3"),
      resolve: ({ means }) => Math.round(means.areaPerHead * 100) / 100,
    }),
    vehicles: t.int({
      nullable: true,
      description: "机动车数量（残疾人代步车除外）",
      ...conditional("L3"),
      resolve: ({ means }) => means.vehicles,
    }),
    vehicleValue: t.field({
      type: "Fen",
      nullable: true,
      description: "最高一辆机动车价值（分），无车为 0",
      ...conditional("L3", "AMOUNT_BAND"),
      resolve: ({ means }) => means.vehicleValue,
    }),
    source: t.exposeString("source", { nullable: true, description: "标准依据", ...open() }),
  }),
});
