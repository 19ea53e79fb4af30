import { ageOn, isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { Household } from "./household.ts";
import type { HouseholdIdentity } from "./draft-household.ts";
import type { Means } from "./means.ts";
import { writeSubsistenceCase, type WrittenCase } from "./write-cases.ts";

const YUAN = 100;
const REASONS = ["因病致困", "年老缺乏劳动能力", "残疾", "缺少劳动力", "失业"] as const;

/** Allowance a month in fen: standard times people less income, rounded up to a yuan; never below zero. */
export function allowanceOf(means: Means): number {
  return Math.max(0, Math.ceil((means.standard * means.living.length - means.income) / YUAN) * YUAN);
}

/** True when vehicles, a second home or property to let rule the family out. */
const isBarred = (means: Means): boolean => means.vehicles > 0 || means.homes > 1 || means.commercial > 0;

const writeCheck = (
  city: City,
  random: Random,
  household: Household,
  identity: HouseholdIdentity,
  means: Means,
): WrittenCase => {
  const checkedOn = city.calendar.today - random.between(6, 300);
  const written = writeSubsistenceCase(city, household, checkedOn - 5);
  const drawn = random.between(0, 18_000) * YUAN;
  city.write.economicCheck({
    householdId: identity.id,
    caseId: written.caseId,
    checkedOn: isoDate(checkedOn),
    vehicles: means.vehicles,
    houses: means.homes + means.commercial,
    businesses: means.businesses,
    deposits: household.application?.assets ?? drawn,
    divisionCode: household.village.code,
  });
  return written;
};

/** Support by circumstances (分类施保), by the person: who in the family raises the allowance, and by how much a month. */
const circumstances = (
  city: City,
  household: Household,
  means: Means,
): { readonly names: string | null; readonly amount: number } => {
  const gravely = new Set(household.disabled.filter(({ grade }) => grade <= 2).map(({ person }) => person));
  const named = means.living.map((person) => {
    const age = ageOn(person.birth, city.calendar.today);
    return [
      ...(age >= 60 ? ["60周岁以上老年人"] : []),
      ...(age < 18 ? ["未成年人"] : []),
      ...(gravely.has(person) ? ["重度残疾人"] : []),
    ];
  });
  const names = [...new Set(named.flat())];
  const people = named.filter((own) => own.length > 0).length;
  return { names: names.length > 0 ? names.join("、") : null, amount: people * 60 * YUAN };
};

const writeFamily = (
  city: City,
  random: Random,
  household: Household,
  identity: HouseholdIdentity,
  means: Means,
): void => {
  const { village } = household;
  const { calendar } = city;
  const base = allowanceOf(means);
  const extra = circumstances(city, household, means);
  const since = random.between(0, 8);
  const family = city.write.subsistenceFamily({
    cardNumber: `漯低保${String(city.count("subsistence card")).padStart(7, "0")}`,
    householdId: identity.id,
    headId: household.members[0]?.id ?? "",
    people: means.living.length,
    insuredPeople: means.living.length,
    kind: village.urban ? "URBAN" : "RURAL",
    status: "ACTIVE",
    monthlyIncome: means.income,
    allowance: base,
    categories: extra.names,
    reason: random.pick(REASONS),
    validFrom: isoDate(calendar.monthStart(since)),
    validTo: null,
    divisionCode: village.code,
  });
  for (let month = since; month < 12; month += 1)
    city.write.allowancePayment({
      familyId: family,
      month: calendar.months[month] ?? "",
      base,
      supplement: extra.amount,
      total: base + extra.amount,
      paidOn: isoDate(calendar.monthStart(month) + 9),
      divisionCode: village.code,
    });
  writeCheck(city, random, household, identity, means);
};

/** Subsistence support: ordinary families who qualify mostly receive it; applicants have only been checked so far. */
export function writeSubsistence(
  city: City,
  random: Random,
  household: Household,
  identity: HouseholdIdentity,
  means: Means,
): WrittenCase | undefined {
  if (household.subsistence === "APPLICANT") return writeCheck(city, random, household, identity, means);
  if (household.subsistence !== "BY_RULES" || means.living.length === 0) return undefined;
  if (allowanceOf(means) > 0 && !isBarred(means) && random.chance(0.8))
    writeFamily(city, random, household, identity, means);
  return undefined;
}
