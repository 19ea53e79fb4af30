/** What the gateway brought along with a reference for `@requires`, as it came: nobody here has checked it. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for an object, and for a list. */
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** The text, the number, the flag or the objects that came; null for anything else: not answered, which is not the same as nothing. */
export const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);
export const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);
export const flagOr = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);
export const listOr = (value: unknown): readonly Fields[] | null =>
  Array.isArray(value) ? value.filter(isFields) : null;

/**
 * The people whom a list of a case leads to, each by `Person.registerId`: so it is known whose records they are.
 * @param reference the case as the gateway hands it back
 */
export function suppliedPeople(reference: unknown, list: string): ReadonlyMap<string | null, Fields> {
  const rows = isFields(reference) ? (listOr(reference[list]) ?? []) : [];
  const people = rows.flatMap(({ person }) => (isFields(person) ? [person] : []));
  return new Map(people.map((person) => [textOr(person["registerId"]), person]));
}
