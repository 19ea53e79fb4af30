import { builder, rowsOf, type Context } from "../builder.ts";
import { householdMeans, suppliedMembers, type Home, type RentalRecord } from "../eligibility/household-means.ts";
import { RENTAL_THRESHOLDS, rentalEligibility, type RentalEligibility } from "../eligibility/rental-eligibility.ts";
import { Household } from "../foreign.ts";
import { HouseContract, RealEstateRight } from "../homes.ts";
import { requires } from "../../kit/federated.ts";
import { conditional } from "../../kit/item.ts";
import { PublicRentalHousehold } from "../support.ts";
import { PublicRentalEligibility } from "../types/rental-eligibility.ts";

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
    nullable: true,
    description: "公租房资格核查：收入、住房、机动车与其他保障；成员信息未取得时为空",
    ...conditional("L2"),
    ...requires("members { id deceased monthlyIncome vehicles { vehicleType value } }"),
    resolve: (household, _, context) => eligibilityOf(household, context),
  }),
);
