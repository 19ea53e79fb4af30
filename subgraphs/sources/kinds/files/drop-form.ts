import { columnsOf, type SourceDescription, type SourceType } from "../../description/source-description.ts";
import type { ToldRow } from "../../values/translate-rows.ts";
import { UNREADABLE } from "../../values/translate.ts";

/** Why a drop is not taken over; the code alone is told, never what stands in the file. */
export class DropRefused extends Error {
  readonly code: string;
  /** Where it is wrong, by numbers of rows and columns, where its reader can tell. */
  readonly place: string | undefined;

  constructor(code: string, place?: string) {
    super(code);
    this.name = "DropRefused";
    this.code = code;
    this.place = place;
  }
}

/** How a file is written. */
export interface DropForm {
  /** Of CSV. */
  readonly encoding: "utf-8" | "gb18030";
  /** Of CSV. */
  readonly delimiter: string;
  /** Number of the row that holds the names of the columns, from 1. */
  readonly header: number;
}

/** The form of a source's files: UTF-8, commas and the first row, unless it states another. */
export function dropFormOf({ files }: Pick<SourceDescription, "files">): DropForm {
  return { encoding: files?.encoding ?? "utf-8", delimiter: files?.delimiter ?? ",", header: files?.header ?? 1 };
}

/** What a drop is expected to have, by its description. */
export interface ExpectedDrop {
  /** Column names by the graph's names of the fields; no other column is kept. */
  readonly columns: ReadonlyMap<string, string>;
  /** Fields without which a drop is refused: they tell rows, their divisions, their moment, and whom they are about. */
  readonly vital: ReadonlySet<string>;
  /** Columns that the description names, classified or not. */
  readonly known: ReadonlySet<string>;
  /** Rows that the sender counted. */
  readonly rows: number;
}

/** What was read of a drop. */
export interface ReadDrop {
  readonly rows: readonly ToldRow[];
  /** Fields whose column is not there: they have no value in any row. */
  readonly gone: readonly string[];
  /** Whether it has columns that the description does not name; nothing of them is kept. */
  readonly hasMore: boolean;
}

/** What a type expects of a drop with so many rows. */
export function expectedOf(type: SourceType, rows: number): ExpectedDrop {
  const { fields, key, division, asOf } = type;
  const about = [...fields].filter(([, { type: of, subject }]) => of === "Person" || subject === true);
  const vital = new Set([key, "divisionCode", "asOf", ...about.map(([field]) => field)]);
  const named = [...[...fields.values()].map(({ column }) => column), division.column, asOf];
  return { columns: columnsOf(type), vital, known: new Set(named.filter((name) => name !== undefined)), rows };
}

/** Where the columns of a drop stand. */
interface Places<Place> extends Omit<ReadDrop, "rows"> {
  /** A row as it is kept; what is gone is no value that anybody could read. */
  readonly rowOf: (cell: (place: Place) => string | undefined) => ToldRow;
}

/**
 * Finds the columns of a drop by the names above them.
 * @throws DropRefused COLUMN_MISSING without one of those that tell rows and whose they are
 */
export function placesIn<Place>(
  names: ReadonlyMap<string, Place>,
  { columns, vital, known }: ExpectedDrop,
): Places<Place> {
  const gone = [...columns].flatMap(([field, column]) => (names.has(column) ? [] : [field]));
  if (gone.some((field) => vital.has(field))) throw new DropRefused("COLUMN_MISSING");
  const unread = Object.fromEntries(gone.map((field) => [field, UNREADABLE] as const));
  const places = [...columns].flatMap(([field, column]) => {
    const place = names.get(column);
    return place === undefined ? [] : [[field, place] as const];
  });
  return {
    gone,
    hasMore: [...names.keys()].some((name) => name !== "" && !known.has(name)),
    rowOf: (cell) => ({ ...Object.fromEntries(places.map(([field, place]) => [field, cell(place)])), ...unread }),
  };
}
