import { type Fields, flagOr, listOr, numberOr, suppliedPeople, textOr } from "../../kit/supplied.ts";

/** A vehicle as public-security answers it; value in fen. */
interface SuppliedVehicle {
  readonly vehicleType: string | null;
  readonly value: number | null;
}

/** A declared member as public-security and human-resources answer; null: not answered, which is not the same as nothing. */
export interface SuppliedMember {
  readonly id: string;
  readonly deceased: boolean | null;
  /** True where human-resources has a wage or a pension of the person on record, false where it has none. */
  readonly incomeRecorded: boolean | null;
  /** Wages and pensions on record, in fen a month. */
  readonly monthlyIncome: number | null;
  /** Income that the applicant declares for the member, in fen a month; null: nothing declared. */
  readonly declaredIncome: number | null;
  readonly vehicles: readonly SuppliedVehicle[] | null;
}

/** A home that a member owns or has bought and not registered yet. */
export interface Home {
  readonly unitNumber: string;
  readonly usage: string;
  /** Square metres. */
  readonly area: number;
  /** 12 digits of where it lies. */
  readonly divisionCode: string;
}

/** The application itself, as declared and accepted. */
export interface Applied {
  /** The city where the family applies: the first 4 digits of its division. */
  readonly city: string;
  /** Financial and other property of the family, in fen; null: not declared. */
  readonly assets: number | null;
  readonly migrant: boolean;
  /** First day of a migrant's steady work here; null: not shown. */
  readonly worksHereSince: Date | null;
}

/** A record of the public rental programme. */
export interface RentalRecord {
  readonly id: number;
  readonly status: string;
}

/** The known means of a household. Amounts in fen, areas in square metres; null: a figure is missing. */
export interface HouseholdMeans {
  readonly people: number;
  readonly incomePerHead: number | null;
  readonly assetsPerHead: number | null;
  /** Of homes in the city where the family applies. */
  readonly areaPerHead: number;
  readonly vehicles: number | null;
  /** Of the most expensive vehicle; 0 without one. */
  readonly vehicleValue: number | null;
  readonly otherBenefits: number;
  readonly migrant: boolean;
  readonly worksHereSince: Date | null;
}

const vehicleOf = ({ vehicleType, value }: Fields): SuppliedVehicle => ({
  vehicleType: textOr(vehicleType),
  value: numberOr(value),
});

/** A member with the income that the applicant declares, in fen a month. */
export interface Declared {
  readonly personId: string;
  readonly declaredIncome: number | null;
}

/**
 * The facts that the gateway brought of each declared member. A member of whom it brought nothing is there with nothing known: a family
 * never gets smaller because somebody did not answer.
 */
export function suppliedMembers(declared: readonly Declared[], reference: unknown): readonly SuppliedMember[] {
  const byId = suppliedPeople(reference, "members");
  return declared.map(({ personId, declaredIncome }) => {
    const person = byId.get(personId) ?? {};
    return {
      id: personId,
      deceased: flagOr(person["deceased"]),
      incomeRecorded: flagOr(person["incomeRecorded"]),
      monthlyIncome: numberOr(person["monthlyIncome"]),
      declaredIncome,
      vehicles: listOr(person["vehicles"])?.map(vehicleOf) ?? null,
    };
  });
}

/** The higher of what is on record and what is declared; without a record the declaration alone; unanswered stays unknown. */
const incomeOf = ({ incomeRecorded, monthlyIncome, declaredIncome }: SuppliedMember): number | null => {
  if (incomeRecorded === null) return null;
  if (!incomeRecorded) return declaredIncome;
  return monthlyIncome === null ? null : Math.max(monthlyIncome, declaredIncome ?? 0);
};

const isScooter = ({ vehicleType }: SuppliedVehicle): boolean => vehicleType === "DISABILITY_SCOOTER";

const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);

/** Only homes in the city count (在本地无住房或者住房面积低于规定标准), each unit once. */
const areaOf = (homes: readonly Home[], city: string): number => {
  const here = homes.filter(({ usage, divisionCode }) => usage === "RESIDENTIAL" && divisionCode.startsWith(city));
  const units = new Map(here.map((home) => [home.unitNumber, home.area]));
  return [...units.values()].reduce((total, area) => total + area, 0);
};

/** Support already received: while an application waits, every running record; else all but the one under review. */
const otherBenefitsOf = (records: readonly RentalRecord[]): number => {
  const unique = [...new Map(records.map((record) => [record.id, record])).values()];
  const running = unique.filter(({ status }) => status === "HOUSED" || status === "SUBSIDISED").length;
  return unique.some(({ status }) => status === "QUEUED") ? running : Math.max(0, running - 1);
};

/**
 * Adds a household up. The dead do not count; a unit counts once, whoever shares it; a scooter for the disabled is no
 * vehicle. Pure.
 * @returns null for a household without living members
 */
export function householdMeans(
  members: readonly SuppliedMember[],
  homes: readonly Home[],
  records: readonly RentalRecord[],
  { city, assets, migrant, worksHereSince }: Applied,
): HouseholdMeans | null {
  const living = members.filter(({ deceased }) => deceased !== true);
  if (living.length === 0) return null;
  const income = sum(living.map(incomeOf));
  const known = living.every(({ vehicles }) => vehicles !== null);
  const vehicles = living.flatMap((member) => member.vehicles ?? []).filter((vehicle) => !isScooter(vehicle));
  const values = vehicles.map(({ value }) => value);
  const priced = values.filter((value) => value !== null);
  return {
    people: living.length,
    incomePerHead: income === null ? null : income / living.length,
    assetsPerHead: assets === null ? null : assets / living.length,
    areaPerHead: areaOf(homes, city) / living.length,
    vehicles: known ? vehicles.length : null,
    vehicleValue: known && priced.length === values.length ? Math.max(0, ...priced) : null,
    otherBenefits: otherBenefitsOf(records),
    migrant,
    worksHereSince,
  };
}
