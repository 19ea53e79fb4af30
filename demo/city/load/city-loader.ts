import { DEPARTMENTS, type DepartmentName } from "../../../subgraphs/kit/departments.ts";
import { openDepartmentLoader, type DepartmentLoader } from "./department-loader.ts";
import { columnOf, tablesOf, type Table, type Writer } from "./tables.ts";

/** A value of a generated row; dates travel as ISO text. */
type Cell = string | number | boolean | null;

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/** A value in the text format of PostgreSQL's COPY. */
export function encodeCell(value: Cell): string {
  if (typeof value === "string")
    return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES.get(character) ?? "") : value;
  if (value === null) return "\\N";
  if (typeof value === "number") return String(value);
  return value ? "t" : "f";
}

/** Five databases being filled in one pass. */
export interface CityLoader {
  readonly write: Writer;
  /** Rows written so far, by table. */
  readonly rows: () => Readonly<Record<string, number>>;
  /** Waits until the databases have caught up enough: call it between batches, or memory grows. */
  readonly drain: () => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly abandon: () => Promise<void>;
}

const CHUNK = 256 * 1024;
const PENDING_LIMIT = 4 * 1024 * 1024;

interface Buffer {
  readonly write: (row: Readonly<Record<string, Cell>>) => number;
  readonly flush: () => void;
  readonly count: () => number;
}

const createBuffer = (loader: DepartmentLoader, { name, numbered, fields }: Table): Buffer => {
  const columns = [...(numbered ? ["id"] : []), ...fields.map(columnOf)].join(", ");
  const width = fields.length + (numbered ? 1 : 0);
  const cells = new Array<string>(width).fill("");
  let lines: string[] = [];
  let size = 0;
  let count = 0;
  const flush = (): void => {
    if (lines.length > 0) loader.copy(name, columns, `${lines.join("\n")}\n`);
    lines = [];
    size = 0;
  };
  const write = (row: Readonly<Record<string, Cell>>): number => {
    count += 1;
    let at = 0;
    if (numbered) cells[at++] = String(count);
    for (const field of fields) cells[at++] = encodeCell(row[field] ?? null);
    // Joined at once: one flat string a row, instead of a tree of pieces that the collector has to walk.
    const line = cells.join("\t");
    lines.push(line);
    size += line.length;
    if (size >= CHUNK) flush();
    return numbered ? count : 0;
  };
  return { write, flush, count: () => count };
};

/** Opens the five databases for one load. Existing rows of the city's tables go, whatever happens later only on commit. */
export async function openCityLoader(
  databaseUrls: Readonly<Record<DepartmentName, string>>,
  bulk: boolean,
): Promise<CityLoader> {
  const loaders: DepartmentLoader[] = [];
  const buffers = new Map<Table, Buffer>();
  const abandon = async (): Promise<void> => {
    await Promise.all(loaders.map(async (loader) => loader.abandon()));
  };
  try {
    for (const { name } of DEPARTMENTS) {
      const tables = await tablesOf(name);
      const names = tables.map((table) => table.name);
      const loader = await openDepartmentLoader(databaseUrls[name], names, bulk);
      loaders.push(loader);
      for (const table of tables) buffers.set(table, createBuffer(loader, table));
    }
  } catch (error) {
    await abandon();
    throw error;
  }
  const writers = [...buffers].map(([{ writer }, buffer]) => [writer, buffer.write]);
  const write = Object.fromEntries(writers) as unknown as Writer;
  const finish = async (): Promise<void> => {
    for (const buffer of buffers.values()) buffer.flush();
    await Promise.all(loaders.map(async (loader) => loader.finish()));
  };
  return {
    write,
    rows: () => Object.fromEntries([...buffers].map(([{ name }, buffer]) => [name, buffer.count()])),
    drain: async () => {
      await Promise.all(loaders.map(async (loader) => loader.below(PENDING_LIMIT)));
    },
    finish,
    abandon,
  };
}
