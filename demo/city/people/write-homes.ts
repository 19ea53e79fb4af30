import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { Home, Household } from "./household.ts";
import type { HouseholdIdentity } from "./draft-household.ts";
import { RENTAL_INCOME_LIMIT, type Means } from "./means.ts";
import { writeRentalCase, type WrittenCase } from "./write-cases.ts";

const YUAN = 100;

const writeHome = (city: City, random: Random, home: Home, household: Household, address: string): void => {
  const { village } = household;
  const unit = `411100${String(city.count("real estate")).padStart(8, "0")}F0001`;
  const shared = household.couples.some(({ husband, wife }) => home.owner === husband || home.owner === wife);
  const common = {
    unitNumber: unit,
    location: address,
    area: home.area,
    usage: home.usage,
    divisionCode: village.code,
  };
  city.write.realEstateRight({
    ...common,
    ownerId: home.owner.id,
    sharedForm: shared && random.chance(0.6) ? "JOINT" : "SOLE",
    registeredOn: isoDate(home.registeredOn),
    mortgaged: home.bought && random.chance(0.4),
    sealed: random.chance(0.004),
  });
  if (home.bought)
    city.write.houseContract({
      ...common,
      buyerId: home.owner.id,
      price: Math.round(home.area * random.between(4_200, 7_800)) * YUAN,
      signedOn: isoDate(home.registeredOn - random.between(120, 700)),
      developerCode: random.pick(city.firms.developers).code,
    });
};

/** Ordinary families in the rental programme: town families without a home of their own who meet every condition. */
const drawRental = (random: Random, household: Household, means: Means): Household["rentals"] => {
  const fits =
    household.subsistence === "BY_RULES" &&
    household.village.urban &&
    means.living.length > 0 &&
    means.homes === 0 &&
    means.vehicleValue <= 80_000 * YUAN &&
    means.income / means.living.length <= RENTAL_INCOME_LIMIT;
  if (!fits || !random.chance(0.55)) return household.rentals;
  const status = random.pick(["QUEUED", "HOUSED", "HOUSED", "SUBSIDISED"] as const);
  return [{ status, reviewedDaysAgo: random.between(20, 300) }];
};

/** Rows of housing about one household: homes, contracts, public rental. */
export function writeHomes(
  city: City,
  random: Random,
  household: Household,
  identity: HouseholdIdentity,
  means: Means,
): WrittenCase | undefined {
  const { village } = household;
  for (const [turn, home] of household.homes.entries())
    writeHome(city, random, home, household, `${village.address}${identity.number.slice(-6)}-${turn + 1}`);
  const rentals = drawRental(random, household, means);
  for (const { status, reviewedDaysAgo } of rentals)
    city.write.publicRentalHousehold({
      householdId: identity.id,
      headId: household.members[0]?.id ?? "",
      members: means.living.length,
      incomePerHead: Math.round(means.income / Math.max(1, means.living.length)),
      areaPerHead: Math.round((means.area / Math.max(1, means.living.length)) * 100) / 100,
      vehicleValue: means.vehicleValue,
      mode: status === "SUBSIDISED" ? "SUBSIDY" : "DWELLING",
      queueNumber: status === "QUEUED" ? city.count("rental queue") : null,
      status,
      monthlyRent: status === "HOUSED" ? random.between(90, 320) * YUAN : null,
      reviewedOn: isoDate(city.calendar.today - reviewedDaysAgo),
      divisionCode: village.code,
    });
  const [oldest] = rentals.map(({ reviewedDaysAgo }) => reviewedDaysAgo).sort((a, b) => b - a);
  return oldest === undefined ? undefined : writeRentalCase(city, household, city.calendar.today - oldest - 40);
}
