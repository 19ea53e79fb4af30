/** The conditions of the kit's lists, in words that a department's statements and any kind of source can carry out. Pure. */

/** Whether a field of a row compares so with a value. */
export interface Comparison {
  readonly field: string;
  readonly compare: Compare;
  /** Of `in`, a list of values. */
  readonly value: unknown;
}

const COMPARES = ["equals", "in", "startsWith", "gte", "gt", "lt"] as const;

type Compare = (typeof COMPARES)[number];

/** All of them hold of a row; of each, any comparison does. One without comparisons holds of no row. */
export type Conditions = readonly (readonly Comparison[])[];

const isCompare = (word: string): word is Compare => COMPARES.some((compare) => compare === word);

const comparisonOf = (field: string, stated: unknown): Comparison => {
  if (typeof stated !== "object" || stated === null || stated instanceof Date)
    return { field, compare: "equals", value: stated };
  const [[compare, value] = ["", undefined], ...others] = Object.entries(stated);
  // A word that is not understood would widen what is read: nothing is read then.
  if (!isCompare(compare) || others.length > 0) throw new Error(`${field}: no condition "${compare}" of a list`);
  return { field, compare, value };
};

const comparisonsIn = (where: object): readonly Comparison[] =>
  Object.entries(where).map(([field, stated]) => comparisonOf(field, stated));

/**
 * Reads what `rowScope`, `conditionsOf` and `pageOf` say in Prisma's words: AND, OR of single comparisons, and comparisons.
 * @throws when it says anything else
 */
export function conditionsIn(where: object): Conditions {
  return Object.entries(where).flatMap(([word, stated]): Conditions => {
    if (word === "AND") return (stated as readonly object[]).flatMap(conditionsIn);
    if (word !== "OR") return [[comparisonOf(word, stated)]];
    const alternatives = (stated as readonly object[]).map(comparisonsIn);
    const long = alternatives.find(({ length }) => length !== 1);
    if (long !== undefined) throw new Error("An alternative of a list's condition is one comparison");
    return [alternatives.flat()];
  });
}
