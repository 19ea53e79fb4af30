import { DEPARTMENTS, type DepartmentName } from "../../kit/departments.ts";
import type { Table } from "../tables/table.ts";
import { TABLES, type Writer } from "../tables/tables.ts";
import { encodeCell, type Cell } from "./cell.ts";
import { openDepartmentLoader, type DepartmentLoader } from "./department-loader.ts";

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

const CHUNK = 512 * 1024;
const PENDING_LIMIT = 4 * 1024 * 1024;

interface Buffer {
  readonly write: (row: Readonly<Record<string, Cell>>) => number;
  readonly flush: () => void;
  readonly count: () => number;
}

const createBuffer = (loader: DepartmentLoader, name: string, table: Table): Buffer => {
  const columns = table.numbered ? `id, ${table.columns.join(", ")}` : table.columns.join(", ");
  let text = "";
  let count = 0;
  const flush = (): void => {
    if (text !== "") loader.copy(name, columns, text);
    text = "";
  };
  const write = (row: Readonly<Record<string, Cell>>): number => {
    count += 1;
    let separator = "";
    if (table.numbered) {
      text += String(count);
      separator = "\t";
    }
    for (const column of table.columns) {
      text += separator + encodeCell(row[column] ?? null);
      separator = "\t";
    }
    text += "\n";
    if (text.length >= CHUNK) flush();
    return table.numbered ? count : 0;
  };
  return { write, flush, count: () => count };
};

/** Opens the five databases for one load. Existing rows of the city's tables go, whatever happens later only on commit. */
export const openCityLoader = async (
  databaseUrls: Readonly<Record<DepartmentName, string>>,
  bulk: boolean,
): Promise<CityLoader> => {
  const loaders: DepartmentLoader[] = [];
  const buffers = new Map<string, Buffer>();
  const abandon = async (): Promise<void> => {
    await Promise.all(loaders.map(async (loader) => loader.abandon()));
  };
  try {
    for (const { name } of DEPARTMENTS) {
      const tables: Readonly<Record<string, Table>> = TABLES[name];
      const loader = await openDepartmentLoader(databaseUrls[name], Object.keys(tables), bulk);
      loaders.push(loader);
      for (const [table, definition] of Object.entries(tables))
        buffers.set(table, createBuffer(loader, table, definition));
    }
  } catch (error) {
    await abandon();
    throw error;
  }
  const write = Object.fromEntries([...buffers].map(([name, buffer]) => [name, buffer.write])) as unknown as Writer;
  const finish = async (): Promise<void> => {
    for (const buffer of buffers.values()) buffer.flush();
    await Promise.all(loaders.map(async (loader) => loader.finish()));
  };
  return {
    write,
    rows: () => Object.fromEntries([...buffers].map(([name, buffer]) => [name, buffer.count()])),
    drain: async () => {
      await Promise.all(loaders.map(async (loader) => loader.below(PENDING_LIMIT)));
    },
    finish,
    abandon,
  };
};
