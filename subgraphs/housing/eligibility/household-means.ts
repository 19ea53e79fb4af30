/** A vehicle as public-security answers it; value in fen. */
interface SuppliedVehicle {
  readonly vehicleType: string | null;
  readonly value: number | null;
}

/** A member of a household as public-security and human-resources answer it. */
export interface SuppliedMember {
  readonly id: string;
  readonly deceased: boolean | null;
  /** Fen a month; null: not answered, which is not the same as nothing. */
  readonly monthlyIncome: number | null;
  /** null: not answered. */
  readonly vehicles: readonly SuppliedVehicle[] | null;
}

/** A home that a member owns or has bought and not registered yet. */
export interface Home {
  readonly unitNumber: string;
  readonly usage: string;
  /** Square metres. */
  readonly area: number;
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
  readonly areaPerHead: number;
  readonly vehicles: number | null;
  /** Of the most expensive vehicle; 0 without one. */
  readonly vehicleValue: number | null;
  readonly otherBenefits: number;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);

const vehicleOf = ({ vehicleType, value }: Fields): SuppliedVehicle => ({
  vehicleType: typeof vehicleType === "string" ? vehicleType : null,
  value: numberOr(value),
});

const memberOf = ({ id, deceased, monthlyIncome, vehicles }: Fields): readonly SuppliedMember[] => {
  if (typeof id !== "string") return [];
  return [
    {
      id,
      deceased: typeof deceased === "boolean" ? deceased : null,
      monthlyIncome: numberOr(monthlyIncome),
      vehicles: Array.isArray(vehicles) ? vehicles.filter(isFields).map(vehicleOf) : null,
    },
  ];
};

/** The members of a household that the gateway brought in its representation; null when it brought none. */
export function suppliedMembers(household: object): readonly SuppliedMember[] | null {
  const supplied: unknown = "members" in household ? household.members : null;
  return Array.isArray(supplied) ? supplied.filter(isFields).flatMap(memberOf) : null;
}

const isScooter = ({ vehicleType }: SuppliedVehicle): boolean => vehicleType === "DISABILITY_SCOOTER";

const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);

const areaOf = (homes: readonly Home[]): number => {
  const units = new Map(
    homes.filter(({ usage }) => usage === "RESIDENTIAL").map((home) => [home.unitNumber, home.area]),
  );
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
): HouseholdMeans | null {
  const living = members.filter(({ deceased }) => deceased !== true);
  if (living.length === 0) return null;
  const income = sum(living.map(({ monthlyIncome }) => monthlyIncome));
  const known = living.every(({ vehicles }) => vehicles !== null);
  const vehicles = living.flatMap((member) => member.vehicles ?? []).filter((vehicle) => !isScooter(vehicle));
  const values = vehicles.map(({ value }) => value);
  const priced = values.filter((value) => value !== null);
  return {
    people: living.length,
    incomePerHead: income === null ? null : income / living.length,
    areaPerHead: areaOf(homes) / living.length,
    vehicles: known ? vehicles.length : null,
    vehicleValue: known && priced.length === values.length ? Math.max(0, ...priced) : null,
    otherBenefits: otherBenefitsOf(records),
  };
}
