import type { City } from "../city.ts";
import type { Manifest } from "../manifest.ts";
import type { Household } from "../people/household.ts";
import { meansOf } from "../people/means.ts";
import { writeHousehold } from "../people/populate.ts";
import type { WrittenCase } from "../people/write-cases.ts";
import { allowanceOf } from "../people/write-subsistence.ts";
import { createRandom } from "../random.ts";
import { DESTITUTE_STORIES } from "./destitute.ts";
import { familyKit, type FamilyKit } from "./family.ts";
import { PENSION_STORIES, plantedPension } from "./pensions.ts";
import { RENTAL_STORIES, townFamily } from "./rentals.ts";
import { AUTHORIZATION_STORIES, SUBSISTENCE_STORIES, unauthorizedFamily } from "./subsistence.ts";

/** The planted families, and how many of their people live in which village. */
export interface PlantedFamilies extends Pick<
  Manifest,
  "pensions" | "rentals" | "subsistence" | "destitute" | "authorizations"
> {
  readonly people: ReadonlyMap<string, number>;
}

type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never;

/** Number of times that each kind is planted. */
export function copiesFor(people: number): number {
  return Math.max(1, Math.floor(people / 500_000));
}

const planter = (city: City) => {
  const people = new Map<string, number>();
  let turn = 0;
  const kitFor = (urban: boolean): FamilyKit => {
    const villages = city.settlements.filter(({ village }) => village.urban === urban);
    const place = villages[(turn * 7 + 3) % villages.length] ?? city.settlements[0];
    if (!place) throw new RangeError("a city without villages");
    turn += 1;
    return familyKit(city, createRandom(city.seed, "family", turn), place.village);
  };
  const settle = (kit: FamilyKit, household: Household): ReturnType<typeof writeHousehold> => {
    const written = writeHousehold(city, kit.random, household);
    people.set(kit.village.code, (people.get(kit.village.code) ?? 0) + household.members.length);
    return written;
  };
  return { people, kitFor, settle };
};

/** Writes the planted families before anyone else moves in. */
export function plantFamilies(city: City): PlantedFamilies {
  const { people, kitFor, settle } = planter(city);
  const pensions: Mutable<Manifest["pensions"]> = [];
  const rentals: Mutable<Manifest["rentals"]> = [];
  const subsistence: Mutable<Manifest["subsistence"]> = [];
  const destitute: Mutable<Manifest["destitute"]> = [];
  const authorizations: Mutable<Manifest["authorizations"]> = [];
  for (let copy = 0; copy < copiesFor(city.people); copy += 1) {
    for (const { kind, draft } of PENSION_STORIES) {
      const kit = kitFor(false);
      const { household, subject } = draft(kit);
      settle(kit, household);
      pensions.push(plantedPension(kit, kind, subject));
    }
    for (const { kind, failing, draft } of RENTAL_STORIES) {
      const kit = kitFor(true);
      const household = draft(kit);
      const { id, rental } = settle(kit, household);
      rentals.push({ ...familyLine(kind, id, rental, household), ...expectation(failing) });
    }
    for (const { kind, urban, decision, failing, draft } of SUBSISTENCE_STORIES) {
      const kit = kitFor(urban);
      const household = draft(kit);
      const allowance = decision === "ELIGIBLE" ? allowanceOf(meansOf(city, household)) : 0;
      const { id, subsistence: written } = settle(kit, household);
      const line = familyLine(kind, id, written, household);
      subsistence.push({
        ...line,
        expectedEligible: decision === "ELIGIBLE",
        ...(failing && { failing }),
        allowance,
        decision,
      });
    }
    authorizations.push(...plantAuthorizations(settle, kitFor));
    destitute.push(...plantDestitute(settle, kitFor));
  }
  return { people, pensions, rentals, subsistence, destitute, authorizations };
}

/** One family for each gap, and one whose consent to housing lacks a signature. */
const plantAuthorizations = (
  settle: ReturnType<typeof planter>["settle"],
  kitFor: ReturnType<typeof planter>["kitFor"],
): readonly Manifest["authorizations"][number][] => {
  const ofSubsistence = AUTHORIZATION_STORIES.map(({ authorization, gap }) => {
    const kit = kitFor(true);
    const { subsistence } = settle(kit, unauthorizedFamily(authorization)(kit));
    return { ...numbersOf(subsistence), kind: authorization, department: "civil-affairs", gap } as const;
  });
  const kit = kitFor(true);
  const { rental } = settle(kit, townFamily({ application: { authorization: "UNSIGNED" } })(kit));
  return [...ofSubsistence, { ...numbersOf(rental), kind: "UNSIGNED", department: "housing", gap: "UNSIGNED" }];
};

const plantDestitute = (
  settle: ReturnType<typeof planter>["settle"],
  kitFor: ReturnType<typeof planter>["kitFor"],
): readonly Manifest["destitute"][number][] =>
  DESTITUTE_STORIES.map(({ kind, decision, failing, draft }) => {
    const kit = kitFor(false);
    const household = draft(kit);
    settle(kit, household);
    const [head] = household.members;
    return { kind, personId: head?.id ?? "", citizenNumber: head?.number ?? "", decision, failing };
  });

const numbersOf = (written: WrittenCase | undefined): WrittenCase => {
  if (written === undefined) throw new Error("a planted family without a case");
  return written;
};

const familyLine = (kind: string, householdId: string, written: WrittenCase | undefined, household: Household) => ({
  kind,
  householdId,
  ...numbersOf(written),
  headCitizenNumber: household.members[0]?.number ?? "",
});

const expectation = (failing: string | undefined): { readonly expectedEligible: boolean; readonly failing?: string } =>
  failing === undefined ? { expectedEligible: true } : { expectedEligible: false, failing };
