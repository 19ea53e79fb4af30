import type { SourceDescription, SourceType } from "../../description/source-description.ts";
import { memoryTable, type MemoryTable } from "../../reading/memory-table.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import { momentIn } from "../../values/translate.ts";
import { rowTranslation } from "../../values/translate-rows.ts";
import { dropsIn, type Drop } from "./drops.ts";
import { dropFormOf, DropRefused, expectedOf } from "./drop-form.ts";
import { readCsv } from "./read-csv.ts";
import { readXlsx } from "./read-xlsx.ts";

/** The rows of a drop, and the newest moment of which they tell. */
interface DroppedTable extends MemoryTable {
  readonly newest: Date | null;
}

const newestOf = (moments: readonly unknown[]): Date | null => {
  const dates = moments.filter((moment) => moment instanceof Date);
  return dates.reduce<Date | null>((newest, date) => (newest !== null && newest > date ? newest : date), null);
};

/** The rows of one type: those of the newest drop that could be taken over. */
class DroppedType {
  readonly #type: SourceType;
  readonly #folder: string;
  readonly #read: (drop: Drop) => Promise<DroppedTable>;
  readonly #refused: (reason: DropRefused) => void;
  /** Milliseconds between two looks into the folder. */
  readonly #pause: number;
  #current: { readonly id: string; readonly table: DroppedTable } | undefined;
  readonly #known = new Set<string>();
  #looked = -Infinity;
  #looking: Promise<void> | undefined;

  constructor(
    type: SourceType,
    folder: string,
    read: (drop: Drop) => Promise<DroppedTable>,
    refused: (reason: DropRefused) => void,
    pause: number,
  ) {
    this.#type = type;
    this.#folder = folder;
    this.#read = read;
    this.#refused = refused;
    this.#pause = pause;
  }

  /** The table in use. Whoever asks while a new drop is read is answered from the one before. @throws when there never was one */
  async table(): Promise<DroppedTable> {
    if (performance.now() - this.#looked >= this.#pause) {
      this.#looking ??= this.#look().finally(() => {
        this.#looked = performance.now();
        this.#looking = undefined;
      });
      if (this.#current === undefined) await this.#looking;
      // A folder that cannot be read leaves the rows that were taken over before.
      else this.#looking.catch(() => undefined);
    } else if (this.#current === undefined) await this.#looking;
    if (this.#current === undefined) throw new DropRefused("NO_DROP");
    return this.#current.table;
  }

  async #look(): Promise<void> {
    for (const drop of await dropsIn(this.#folder, this.#type.from)) {
      if (drop.id === this.#current?.id) return;
      if (this.#known.has(drop.id)) continue;
      try {
        this.#current = { id: drop.id, table: await this.#read(drop) };
        return;
      } catch (error) {
        if (!(error instanceof DropRefused)) throw error;
        this.#known.add(drop.id);
        this.#refused(error);
      }
    }
  }
}

/**
 * Reads files that a department drops into a folder. A drop is taken over whole, once its marker (`NAME.ok` with the number of rows) is there; one that
 * is cut off or has another form is refused, and the last good one stays in use. A column that is gone leaves only its field without values, unless
 * it tells rows and whose they are; one that is new is told of and not kept.
 * The place is the folder into which they are dropped.
 */
export function filesReader(
  description: SourceDescription,
  { place: folder, pseudonymKey, tell, drifted }: OpenSource,
): Reader<LimitedQuery> {
  const { source, types, files } = description;
  const form = dropFormOf(description);
  const tableOf = (name: string, type: SourceType) => {
    const translate = rowTranslation(name, description, pseudonymKey);
    const readDrop = type.from.toLowerCase().endsWith(".xlsx") ? readXlsx : readCsv;
    return async (drop: Drop): Promise<DroppedTable> => {
      const { rows: told, gone, hasMore } = await readDrop(drop.path, expectedOf(type, drop.rows), form);
      const rows = translate(type.asOf === undefined ? told.map((row) => ({ ...row, asOf: drop.asOf })) : told);
      if (new Set(rows.map((row) => row[type.key])).size < rows.length) throw new DropRefused("KEY_REPEATED");
      for (const field of gone) drifted(`${name}.${field}`, "COLUMN_MISSING");
      if (hasMore) drifted(name, "COLUMN_NEW");
      const table = memoryTable(rows, type.key);
      const read: MemoryTable["read"] = (query) => {
        // Rows cannot be found by a column that is gone: no answer, rather than one without rows.
        if (query.where.flat().some(({ field }) => gone.includes(field))) throw new DropRefused("COLUMN_MISSING");
        return table.read(query);
      };
      // A drop without rows is one that came.
      const moments =
        type.asOf === undefined ? [momentIn(description.timeZone)(drop.asOf)] : rows.map(({ asOf }) => asOf);
      return { ...table, read, newest: newestOf(moments) };
    };
  };
  const refused = ({ name: kind, code, place }: DropRefused): void => {
    tell({ source, kind, code, ...(place !== undefined && { place }) });
  };
  const dropped = new Map(
    [...types].map(([name, type]) => [
      name,
      new DroppedType(type, folder, tableOf(name, type), refused, (files?.lookSeconds ?? 10) * 1_000),
    ]),
  );
  return {
    read: async (query) => (await dropped.get(query.type)?.table())?.read(query) ?? [],
    newest: async (type) => (await dropped.get(type)?.table())?.newest ?? null,
    isThere: async () => {
      const tables = await Promise.allSettled([...dropped.values()].map((type) => type.table()));
      return tables.every(({ status }) => status === "fulfilled");
    },
    close: () => Promise.resolve(),
  };
}
