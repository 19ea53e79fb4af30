import { partOf } from "../kit/dataset.ts";
import { requires } from "../kit/builder/federation.ts";
import { conditional, open } from "../kit/item.ts";
import { builder, rowsOf, type Context } from "./builder.ts";
import { householdMeans, suppliedMembers, type Home, type RentalRecord } from "./eligibility/household-means.ts";
import {
  RENTAL_THRESHOLDS,
  rentalEligibility,
  type RentalEligibility,
  type RentalLine,
} from "./eligibility/rental-eligibility.ts";
import { Household } from "./foreign.ts";
import { HouseContract, RealEstateRight } from "./homes.ts";
import { PublicRentalHousehold } from "./support.ts";

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
    areaPerHead: t.float({
      description: "人均自有住房面积（平方米）",
      ...conditional("L3"),
      resolve: ({ means }) => Math.round(means.areaPerHead * 100) / 100,
    }),
    vehicles: t.int({
      description: "机动车数量（残疾人代步车除外）",
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
const recordsOfHousehold = rowsOf(PublicRentalHousehold, "householdId");
const recordsOfHead = rowsOf(PublicRentalHousehold, "headId");

const homesOf = async (owners: readonly string[], context: Context): Promise<readonly Home[]> => {
  const [rights, contracts] = await Promise.all([
    Promise.all(owners.map((id) => realEstateRights(context).load(id))),
    Promise.all(owners.map((id) => houseContracts(context).load(id))),
  ]);
  // A registered right replaces the contract of the same unit.
  return [...contracts.flat(), ...rights.flat()];
};

const recordsOf = async (
  household: string,
  people: readonly string[],
  context: Context,
): Promise<readonly RentalRecord[]> => {
  const [own, ofMembers] = await Promise.all([
    recordsOfHousehold(context).load(household),
    Promise.all(people.map((id) => recordsOfHead(context).load(id))),
  ]);
  return [...own, ...ofMembers.flat()];
};

const eligibilityOf = async (
  household: { readonly id: string },
  context: Context,
): Promise<RentalEligibility | null> => {
  const members = suppliedMembers(household);
  if (members === null) return null;
  const ids = members.map(({ id }) => id);
  const [homes, records] = await Promise.all([homesOf(ids, context), recordsOf(household.id, ids, context)]);
  const means = householdMeans(members, homes, records);
  return means && rentalEligibility(means, RENTAL_THRESHOLDS);
};

builder.objectField(Household, "publicRentalEligibility", (t) =>
  t.field({
    type: PublicRentalEligibility,
    description: "公租房资格核查：收入、住房、机动车与其他保障；成员信息未取得时为空",
    ...conditional("L2"),
    ...requires("members { id deceased monthlyIncome vehicles { vehicleType value } }"),
    resolve: (household, _, context) => eligibilityOf(household, context),
  }),
);
