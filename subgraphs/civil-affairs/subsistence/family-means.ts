import { ageOn } from "../../kit/rules/age.ts";
import { familyIncome, type DeclaredIncome, type FamilyIncome } from "./family-income.ts";
import type { SubsistenceRules } from "./subsistence-rules.ts";
import type { SuppliedMember, SuppliedProperty } from "./supplied-family.ts";

/** A certificate of disability (残疾人证) as this department keeps it. */
interface Disabled {
  readonly category: string;
  /** 1 is the gravest of 4. */
  readonly grade: number;
}

/** This department's own records of the family. */
export interface OwnRecords {
  /** Ids of members who were cremated: dead, whatever the register still says. */
  readonly cremated: ReadonlySet<string>;
  readonly disabled: ReadonlyMap<string, readonly Disabled[]>;
  readonly declared: readonly DeclaredIncome[];
  /** Financial assets of the family by the department's own inquiry, in fen; null: not inquired. */
  readonly deposits: number | null;
}

/** Circumstances that raise the allowance (分类施保). */
export type Circumstance = "OLD_AGE" | "MINOR" | "SERIOUS_DISABILITY";

/** The known means of a family; amounts in fen a month. null: a department did not answer. */
export interface FamilyMeans {
  readonly people: number;
  readonly income: FamilyIncome;
  /** A scooter for the disabled is none. */
  readonly vehicles: number | null;
  readonly homes: number | null;
  readonly nonResidential: number | null;
  readonly deposits: number | null;
  /** Firms and sole traders in business: no bar, but their income has to be declared. */
  readonly businesses: number | null;
  readonly circumstances: readonly Circumstance[];
  /** Members with at least one circumstance: the allowance is raised by the person. */
  readonly peopleInNeed: number;
  /** Ids of members who may apply alone (单人户) when the family is on the edge. */
  readonly mayApplyAlone: readonly string[];
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

/** The circumstances of one member; serious illness needs the medical insurer's records, which the hub has not. */
const circumstancesOf = (
  { id, birthDate }: SuppliedMember,
  { disabled }: OwnRecords,
  rules: SubsistenceRules,
  asOf: Date,
): readonly Circumstance[] => {
  const age = birthDate === null ? null : ageOn(birthDate, asOf);
  const isSerious = (disabled.get(id) ?? []).some(({ grade }) => grade <= rules.seriousGrade);
  return [
    ...(age !== null && age >= rules.oldAge ? (["OLD_AGE"] as const) : []),
    ...(age !== null && age < rules.majority ? (["MINOR"] as const) : []),
    ...(isSerious ? (["SERIOUS_DISABILITY"] as const) : []),
  ];
};

/** 单人户: grades 1 and 2 of any disability, grade 3 of a mental or an intellectual one. */
const qualifiesAlone = ({ category, grade }: Disabled): boolean =>
  grade <= 2 || (grade === 3 && (category === "MENTAL" || category === "INTELLECTUAL"));

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
  const circumstances = living.map((member) => circumstancesOf(member, own, rules, asOf));
  return {
    people: living.length,
    income: familyIncome(living, own.declared),
    vehicles: vehicles && vehicles.filter((type) => type !== "DISABILITY_SCOOTER").length,
    homes,
    nonResidential: units && homes !== null ? units.length - homes : null,
    deposits: own.deposits,
    businesses: sum(living.map((member) => member.businesses)),
    circumstances: [...new Set(circumstances.flat())].sort(),
    peopleInNeed: circumstances.filter((found) => found.length > 0).length,
    mayApplyAlone: living.filter(({ id }) => (own.disabled.get(id) ?? []).some(qualifiesAlone)).map(({ id }) => id),
  };
}
