import { type Fields, listOr, suppliedPeople, textOr } from "../../../kit/supplied.ts";

/** What one person owns, as two departments answer; null: not answered, which is not the same as nothing. */
export interface Holding {
  readonly personId: string;
  readonly vehicles: number | null;
  /** Dwellings. */
  readonly homes: number | null;
  /** Units that are not dwellings. */
  readonly otherUnits: number | null;
}

const DWELLING = "RESIDENTIAL";

/** A unit whose use is not told is neither a dwelling nor another unit: nothing is counted of somebody with one. */
const unitsOf = (rights: readonly Fields[] | null): Pick<Holding, "homes" | "otherUnits"> => {
  if (rights === null || rights.some(({ usage }) => typeof usage !== "string"))
    return { homes: null, otherUnits: null };
  const unitOf = ({ unitNumber }: Fields, at: number): string => textOr(unitNumber) ?? `unknown ${at}`;
  // A unit in common has a right for each share.
  const usages = new Map(rights.map((right, at) => [unitOf(right, at), right["usage"]]));
  const homes = [...usages.values()].filter((usage) => usage === DWELLING).length;
  return { homes, otherUnits: usages.size - homes };
};

/**
 * The holdings of an inquiry's people, from what the gateway brought along. Somebody of whom it brought nothing, or somebody else's
 * records, is there with nothing known.
 * @param reference the inquiry as the gateway hands it back
 */
export function holdingsOf(people: readonly string[], reference: unknown): readonly Holding[] {
  const byId = suppliedPeople(reference, "parties");
  return people.map((personId) => {
    const person = byId.get(personId) ?? {};
    return {
      personId,
      vehicles: listOr(person["vehicles"])?.length ?? null,
      ...unitsOf(listOr(person["realEstateRights"])),
    };
  });
}
