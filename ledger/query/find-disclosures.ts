import type { LoggedRecord } from "../record.ts";
import type { Queryable } from "../store/tile-store.ts";
import { decodeCursor, encodeCursor, type Place } from "./cursor.ts";
import { conditionOf, type DisclosureFilter } from "./filter.ts";

/** A record with its place in the log. */
export interface LoggedDisclosure {
  readonly index: number;
  /** For `after`. */
  readonly cursor: string;
  /** As the leaf says it; the columns are only for finding it. */
  readonly record: LoggedRecord;
}

/** A page, newest first. */
export interface DisclosurePage {
  readonly disclosures: readonly LoggedDisclosure[];
  readonly hasMore: boolean;
}

/** Which page. */
export interface PageRequest {
  /** A cursor of an earlier page; what is no cursor is refused. */
  readonly after?: string | undefined;
  /** At most MAX_PAGE. */
  readonly limit: number;
}

/** Records of one page at most. */
export const MAX_PAGE = 200;

/** A cursor that we did not give. The caller's mistake. */
export class InvalidCursor extends RangeError {
  override readonly name = "InvalidCursor";
}

/** Months looked through in one query, newest first, when all that is found has to be sorted. */
const WINDOWS = [1, 3, 8, 1200];

/** Fewer uses than this in the whole log are found by their own index and sorted; more are met on the way through time. */
const RARE = 20_000;

/** An order that an index by time gives. */
const INDEXED = "leaf.time DESC, leaf.index DESC";
/** The same order, in words that keep the planner from walking through time past millions of records that do not match. */
const SORTED = "leaf.time + interval '0' DESC, leaf.index DESC";

/**
 * A page of the records that the filter allows, newest first by (time, index). Cost depends on the page and not on the log:
 * filters have indexes that end in (time, index); what is rare has its own, and is looked for month by month until the page is full.
 * Reading the log is a disclosure of its own: callers record it (kind "audit-read").
 * @throws InvalidCursor
 */
export async function findDisclosures(
  database: Queryable,
  filter: DisclosureFilter,
  { after, limit }: PageRequest,
): Promise<DisclosurePage> {
  const place = after === undefined ? null : decodeCursor(after);
  if (after !== undefined && place === null) throw new InvalidCursor("Not a cursor of this listing");
  const wanted = Math.min(Math.max(1, limit), MAX_PAGE) + 1;
  const order = (await isRare(database, filter)) ? SORTED : INDEXED;
  const rows =
    order === SORTED
      ? await byWindows(database, filter, place, wanted)
      : await select(database, filter, { place, wanted, order });
  return {
    disclosures: rows.slice(0, wanted - 1).map(disclosureOf),
    hasMore: rows.length === wanted,
  };
}

/** The record at an index, null when there is none (any more). Covert ones are given: callers check. */
export async function disclosureAt(database: Queryable, index: number): Promise<LoggedDisclosure | null> {
  const { rows } = await database.query<Row>(`SELECT ${COLUMNS} FROM ledger.leaves AS leaf WHERE index = $1`, [index]);
  return rows[0] === undefined ? null : disclosureOf(rows[0]);
}

/**
 * Who saw what of a subject, when and why: for the subject itself. Records of covert investigations are withheld until a
 * record lifts them, and appear from then on.
 */
export function disclosuresOf(database: Queryable, subject: string, page: PageRequest): Promise<DisclosurePage> {
  return findDisclosures(database, { subject, covert: "withheld" }, page);
}

interface Row {
  readonly index: string;
  readonly at: string;
  readonly record: string;
}

const COLUMNS = "leaf.index, (extract(epoch FROM leaf.time) * 1000)::bigint AS at, leaf.record";

async function byWindows(
  database: Queryable,
  filter: DisclosureFilter,
  place: Place | null,
  wanted: number,
): Promise<readonly Row[]> {
  let end = place === null ? new Date(filter.to ?? (await newestTime(database))) : new Date(place.time + 1);
  const found: Row[] = [];
  for (const months of WINDOWS) {
    const start = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - months + 1, 1));
    const from = filter.from !== undefined && new Date(filter.from) > start ? filter.from : start.toISOString();
    const window = { ...filter, from, to: end.toISOString() };
    found.push(...(await select(database, window, { place, wanted: wanted - found.length, order: SORTED })));
    if (found.length >= wanted || from === filter.from) break;
    end = start;
  }
  return found;
}

/** Whether matching records are few. The planner cannot know that of entries in lists; the daily totals do. */
async function isRare(database: Queryable, { subject, coordinate, outcome }: DisclosureFilter): Promise<boolean> {
  if (subject !== undefined) return true;
  if (coordinate === undefined && outcome === undefined) return false;
  const { rows } = await database.query<{ uses: string }>(
    `SELECT coalesce(sum(disclosures), 0) AS uses FROM ledger.totals
     WHERE coordinate <> '*' AND ($1::text IS NULL OR coordinate = $1) AND ($2::text IS NULL OR outcome = $2)`,
    [coordinate ?? null, outcome ?? null],
  );
  return Number(rows[0]?.uses) < RARE;
}

async function select(
  database: Queryable,
  filter: DisclosureFilter,
  { place, wanted, order }: { place: Place | null; wanted: number; order: string },
): Promise<readonly Row[]> {
  const { sql, values } = conditionOf(filter);
  const parameters = [...values];
  let continued = "";
  if (place !== null) {
    parameters.push(new Date(place.time).toISOString(), place.index);
    continued = `AND (leaf.time, leaf.index) < ($${parameters.length - 1}, $${parameters.length})`;
  }
  parameters.push(wanted);
  const { rows } = await database.query<Row>(
    `SELECT ${COLUMNS} FROM ledger.leaves AS leaf WHERE ${sql} ${continued}
     ORDER BY ${order} LIMIT $${parameters.length}`,
    parameters,
  );
  return rows;
}

/** Just after the newest record, whatever the clock here says. */
async function newestTime(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ time: Date | null }>("SELECT max(time) AS time FROM ledger.leaves");
  return new Date((rows[0]?.time?.getTime() ?? 0) + 1).toISOString();
}

function disclosureOf({ index, at, record }: Row): LoggedDisclosure {
  return {
    index: Number(index),
    cursor: encodeCursor({ time: Number(at), index: Number(index) }),
    record: JSON.parse(record) as LoggedRecord,
  };
}
