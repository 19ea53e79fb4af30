import type { City } from "../city.ts";
import { incomeOf } from "../livelihood/career.ts";
import type { Household, Person } from "./household.ts";
import { familyOf } from "./write-cases.ts";

const YUAN = 100;

/** Urban disposable income a head in Luohe, in fen a year: the demo's documented default. */
const URBAN_DISPOSABLE_INCOME = 40_000 * YUAN;
/** Income a head up to which public rental is open: 80 % of urban disposable income, in fen a month. */
export const RENTAL_INCOME_LIMIT = Math.floor((URBAN_DISPOSABLE_INCOME * 0.8) / 12);
/** Subsistence standards a head and month in fen: the demo's documented defaults. */
export const SUBSISTENCE_STANDARDS = { URBAN: 680 * YUAN, RURAL: 490 * YUAN } as const;
/** Standards of the support of the destitute (特困人员供养), a person and month in fen: the demo's documented defaults. */
export const DESTITUTE_STANDARDS = { BASIC: 884 * YUAN, CARE: { PARTIAL: 210 * YUAN, NONE: 700 * YUAN } } as const;

/** A household's means, as the five departments together would compute them. Amounts in fen, areas in square metres. */
export interface Means {
  readonly living: readonly Person[];
  readonly income: number;
  readonly homes: number;
  readonly area: number;
  readonly commercial: number;
  /** Value of vehicles other than a scooter for the disabled. */
  readonly vehicleValue: number;
  readonly vehicles: number;
  readonly businesses: number;
  readonly standard: number;
}

const countsAsVehicle = (type: Household["cars"][number]["type"]): boolean =>
  type === "CAR" || type === "TRUCK" || type === "TRACTOR" || type === "MOTORCYCLE";

/** Adds up the family that applies; the dead count for nothing, nor do those who share the household and not the family. */
export function meansOf(city: City, household: Household): Means {
  const living = familyOf(city, household);
  const owned = household.homes.filter(({ owner }) => household.application === undefined || living.includes(owner));
  const vehicles = household.cars.filter(
    ({ type, owner }) => countsAsVehicle(type) && (household.application === undefined || living.includes(owner)),
  );
  const residential = owned.filter(({ usage }) => usage === "RESIDENTIAL");
  return {
    living,
    income: living.reduce((sum, { career }) => sum + incomeOf(career), 0),
    homes: residential.length,
    area: residential.reduce((sum, { area }) => sum + area, 0),
    commercial: owned.length - residential.length,
    vehicleValue: vehicles.reduce((sum, { value }) => sum + value, 0),
    vehicles: vehicles.length,
    businesses: living.filter(({ career }) => career.kind === "selfEmployed").length,
    standard: household.village.urban ? SUBSISTENCE_STANDARDS.URBAN : SUBSISTENCE_STANDARDS.RURAL,
  };
}
