/** Rows from which a column that none of them has is taken for one that is gone, and not for one that happens to be left out. */
const ENOUGH = 20;

/** Whether a row has a column, names with dots between them; undefined where an object on the way there is null. */
const has = (row: unknown, column: string): boolean | undefined => {
  let within: unknown = row;
  for (const name of column.split(".")) {
    if (within === null) return undefined;
    if (typeof within !== "object" || !Object.hasOwn(within, name)) return false;
    within = (within as Readonly<Record<string, unknown>>)[name];
  }
  return true;
};

/** Which columns of one type's rows are gone, as its answers tell: an interface that renames a column leaves it out without a word. */
export class AbsentColumns {
  readonly #columns: ReadonlyMap<string, string>;
  readonly #absent = new Set<string>();

  /** @param columns names in the rows by the graph's names of the fields */
  constructor(columns: ReadonlyMap<string, string>) {
    this.#columns = columns;
  }

  /** Fields whose column is gone, after these rows too. */
  in(rows: readonly unknown[]): ReadonlySet<string> {
    for (const [field, column] of this.#columns) {
      const told = rows.map((row) => has(row, column));
      if (told.includes(true)) this.#absent.delete(field);
      else if (told.filter((one) => one === false).length >= ENOUGH) this.#absent.add(field);
    }
    return this.#absent;
  }
}
