import { ageOn } from "./days.ts";
import type { SubsistenceRules } from "./subsistence-rules.ts";
import type { SuppliedMember, SuppliedProperty } from "./supplied-family.ts";

/** This department's own records of the members. */
export interface OwnRecords {
  /** Ids of members who were cremated: dead, whatever the register still says. */
  readonly cremated: ReadonlySet<string>;
  /** Ids of members with a serious disability. */
  readonly seriouslyDisabled: ReadonlySet<string>;
}

/** Circumstances that raise the allowance (分类施保). */
export type Circumstance = "OLD_AGE" | "MINOR" | "SERIOUS_DISABILITY";

/** The known means of a family; amounts in fen a month. null: a department did not answer. */
export interface FamilyMeans {
  readonly people: number;
  readonly rural: boolean;
  readonly income: number | null;
  /** A scooter for the disabled is none. */
  readonly vehicles: number | null;
  readonly homes: number | null;
  readonly nonResidential: number | null;
  /** Firms and sole traders in business: no bar, but their income has to be looked into. */
  readonly businesses: number | null;
  readonly circumstances: readonly Circumstance[];
}

/** The lists of all members together; null as soon as one is missing. */
const together = <Item>(lists: readonly (readonly Item[] | null)[]): readonly Item[] | null =>
  lists.every((list) => list !== null) ? lists.flat() : null;

const sum = (values: readonly (number | null)[]): number | null =>
  values.every((value) => value !== null) ? values.reduce((total, value) => total + value, 0) : null;

/** Each unit once, whoever shares it; a unit without a number stands for itself. */
const usagesByUnit = (property: readonly SuppliedProperty[]): readonly (string | null)[] => [
  ...new Map(property.map(({ unitNumber, usage }, turn) => [unitNumber ?? turn, usage])).values(),
];

const circumstancesOf = (
  living: readonly SuppliedMember[],
  own: OwnRecords,
  rules: SubsistenceRules,
  asOf: Date,
): readonly Circumstance[] => {
  const ages = living.flatMap(({ birthDate }) => (birthDate === null ? [] : [ageOn(birthDate, asOf)]));
  return [
    ...(ages.some((age) => age >= rules.oldAge) ? (["OLD_AGE"] as const) : []),
    ...(ages.some((age) => age < rules.majority) ? (["MINOR"] as const) : []),
    ...(living.some(({ id }) => own.seriouslyDisabled.has(id)) ? (["SERIOUS_DISABILITY"] as const) : []),
  ];
};

/**
 * Adds a family up. The dead do not count, also when only the crematorium knows; property counts once by unit. Pure.
 * @returns null for a family without living members
 */
export function familyMeans(
  members: readonly SuppliedMember[],
  own: OwnRecords,
  rules: SubsistenceRules,
  asOf: Date,
): FamilyMeans | null {
  const living = members.filter(({ id, deceased }) => deceased !== true && !own.cremated.has(id));
  if (living.length === 0) return null;
  const vehicles = together(living.map((member) => member.vehicleTypes));
  const property = together(living.map((member) => member.property));
  const units = property && usagesByUnit(property);
  const homes = units && units.filter((usage) => usage === "RESIDENTIAL").length;
  return {
    people: living.length,
    rural: living.some(({ householdType }) => householdType === "RURAL"),
    income: sum(living.map(({ monthlyIncome }) => monthlyIncome)),
    vehicles: vehicles && vehicles.filter((type) => type !== "DISABILITY_SCOOTER").length,
    homes,
    nonResidential: units && homes !== null ? units.length - homes : null,
    businesses: sum(living.map((member) => member.businesses)),
    circumstances: circumstancesOf(living, own, rules, asOf),
  };
}
