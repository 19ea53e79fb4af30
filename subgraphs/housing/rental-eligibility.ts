import { cityToday } from "../kit/rules/age.ts";
import { requires } from "../kit/builder/federation.ts";
import { partOf } from "../kit/dataset.ts";
import { conditional, harmless, lowered, open, reads } from "../kit/item.ts";
import { builder, rowsOf, type Context } from "./builder.ts";
import { householdMeans, suppliedMembers, type Home, type RentalRecord } from "./eligibility/household-means.ts";
import {
  RENTAL_THRESHOLDS,
  rentalEligibility,
  type RentalEligibility,
  type RentalLine,
} from "./eligibility/rental-eligibility.ts";
import type { RentalCase as CaseRow } from "./generated/prisma/client.ts";
import { HouseContract, RealEstateRight } from "./homes.ts";
import { demandStillAuthorized, membersOf, RentalCase } from "./rental-case.ts";
import { PublicRentalHousehold } from "./support.ts";

const RentalConditionCode = builder.enumType("RentalConditionCode", {
  description: "公租房准入条件",
  values: {
    INCOME_PER_HEAD: { description: "人均收入" },
    ASSETS_PER_HEAD: { description: "人均财产" },
    AREA_PER_HEAD: { description: "人均本地住房面积" },
    VEHICLE: { description: "机动车" },
    OTHER_BENEFIT: { description: "其他住房保障" },
    WORK_HERE: { description: "外来务工人员在本地稳定就业" },
  } satisfies Record<RentalLine["code"], { description: string }>,
});

const PublicRentalCondition = builder.objectRef<RentalLine>("PublicRentalCondition").implement({
  ...partOf("住房保障", "REAL_TIME"),
  description: "公租房准入条件的一项核对结果",
  fields: (t) => ({
    code: t.expose("code", { type: RentalConditionCode, description: "条件代码", ...open() }),
    title: t.exposeString("condition", { description: "条件", ...open() }),
    met: t.exposeBoolean("holds", {
      description: "是否符合；空为缺少数据",
      ...conditional("L3"),
    }),
    expected: t.exposeString("limit", { description: "要求", ...open() }),
    actual: t.exposeString("fact", { description: "实际（数额按区间）", ...conditional("L4") }),
  }),
});

/** 公租房资格核查: the answer for the case officer; figures are apart, so that a grant may give them as bands or not at all. */
const PublicRentalEligibility = builder.objectRef<RentalEligibility>("PublicRentalEligibility").implement({
  ...partOf("住房保障", "REAL_TIME"),
  description: "公租房资格核查结果",
  fields: (t) => ({
    eligible: t.exposeBoolean("holds", {
      description: "是否符合准入条件；空为缺少数据，无法判定",
      ...conditional("L2"),
    }),
    conditions: t.field({
      type: [PublicRentalCondition],
      description: "逐项条件的核对结果",
      ...conditional("L2"),
      resolve: ({ lines }) => lines,
    }),
    people: t.int({
      description: "核对人口（已登记死亡的不计）",
      ...conditional("L2"),
      resolve: ({ means }) => means.people,
    }),
    incomePerHead: t.field({
      type: "Fen",
      description: "人均月收入（分）",
      ...conditional("L4", "AMOUNT_BAND"),
      resolve: ({ means }) => (means.incomePerHead === null ? null : Math.round(means.incomePerHead)),
    }),
    incomeLimit: t.expose("incomeLimit", {
      type: "Fen",
      description: "人均月收入上限（分）",
      ...open(),
    }),
    assetsPerHead: t.field({
      type: "Fen",
      description: "人均财产（分），申报",
      ...conditional("L4", "AMOUNT_BAND"),
      resolve: ({ means }) => (means.assetsPerHead === null ? null : Math.round(means.assetsPerHead)),
    }),
    areaPerHead: t.float({
      description: "人均本地自有住房面积（平方米）",
      ...conditional("L3"),
      resolve: ({ means }) => Math.round(means.areaPerHead * 100) / 100,
    }),
    vehicles: t.int({
      description: "机动车数量（残疾人机动轮椅车除外）",
      ...conditional("L3"),
      resolve: ({ means }) => means.vehicles,
    }),
    vehicleValue: t.field({
      type: "Fen",
      description: "最高一辆机动车价值（分），无车为 0",
      ...conditional("L3", "AMOUNT_BAND"),
      resolve: ({ means }) => means.vehicleValue,
    }),
    source: t.exposeString("source", { description: "标准依据", ...open() }),
  }),
});

const realEstateRights = rowsOf(RealEstateRight, "ownerId");
const houseContracts = rowsOf(HouseContract, "buyerId");
const recordsOfHead = rowsOf(PublicRentalHousehold, "headId");

const homesOf = async (owners: readonly string[], context: Context): Promise<readonly Home[]> => {
  const [rights, contracts] = await Promise.all([
    Promise.all(owners.map((id) => realEstateRights(context).load(id))),
    Promise.all(owners.map((id) => houseContracts(context).load(id))),
  ]);
  // A registered right replaces the contract of the same unit.
  return [...contracts.flat(), ...rights.flat()];
};

const recordsOf = async (people: readonly string[], context: Context): Promise<readonly RentalRecord[]> =>
  (await Promise.all(people.map((id) => recordsOfHead(context).load(id)))).flat();

/** A case as the gateway brings it back: the stored row and the members' records in other departments. */
type SuppliedCase = CaseRow & { readonly supplied?: unknown };

const eligibilityOf = async (row: SuppliedCase, asOf: Date, context: Context): Promise<RentalEligibility | null> => {
  const declared = await membersOf(context).load(row.id);
  const ids = declared.map(({ personId }) => personId);
  const [homes, records] = await Promise.all([homesOf(ids, context), recordsOf(ids, context)]);
  const members = suppliedMembers(
    declared.map(({ personId, declaredIncome }) => ({
      personId,
      declaredIncome: declaredIncome === null ? null : Number(declaredIncome),
    })),
    row.supplied,
  );
  const means = householdMeans(members, homes, records, {
    city: row.divisionCode.slice(0, 4),
    assets: row.declaredAssets === null ? null : Number(row.declaredAssets),
    migrant: row.migrant,
    worksHereSince: row.worksHereSince,
  });
  return means && rentalEligibility(means, RENTAL_THRESHOLDS, asOf);
};

builder.objectField(RentalCase, "eligibility", (t) =>
  t.field({
    type: PublicRentalEligibility,
    description: "公租房资格核查：收入、财产、本地住房、机动车与其他保障；成员信息未取得时不判定",
    ...lowered(
      reads(conditional("L2"), "RealEstateRight.unitNumber", "RealEstateRight.area", "RealEstateRight.usage"),
      {
        APART: [
          "PublicRentalCondition.code",
          "PublicRentalCondition.title",
          "PublicRentalCondition.expected",
          "PublicRentalEligibility.incomeLimit",
          "PublicRentalEligibility.source",
          "PublicRentalEligibility.areaPerHead",
          "PublicRentalEligibility.vehicles",
          "PublicRentalEligibility.vehicleValue",
        ],
        CONCLUSION: ["PublicRentalEligibility.eligible", "PublicRentalCondition.met"],
        COUNT: ["PublicRentalEligibility.people"],
      },
    ),
    ...requires(
      "members { person { registerId deceased incomeRecorded monthlyIncome vehicles { vehicleType value } } }",
    ),
    args: { asOf: t.arg({ type: "Date", description: "核查日期，默认今日", ...harmless("只定计算的日期") }) },
    resolve: async (row, { asOf }, context) => {
      await demandStillAuthorized(row.id, context);
      return eligibilityOf(row, asOf ?? cityToday(new Date()), context);
    },
  }),
);
