import type { LoggedRecord } from "../record.ts";
import type { Queryable } from "../store/tile-store.ts";
import { decodeCursor, encodeCursor, type Place } from "./cursor.ts";
import { conditionOf, type DisclosureFilter } from "./filter.ts";
import { chooseIndex, joinSpans, SORTED, spansOf, type Span } from "./search-plan.ts";

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

/**
 * A page of the records that the filter allows, newest first by (time, index). Cost depends on the page and not on the log: the
 * stretches of time that can hold such records are known (`search-plan.ts`), and each is searched along the index that leads to them soonest.
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
  const rows: Row[] = [];
  let spans = reachable(await spansOf(database, filter), filter, place);
  for (let least = 1; spans.length > 0 && rows.length < wanted; least *= 4) {
    const width = isSparse(filter) ? least : Math.max(least, widthFor(spans, wanted - rows.length));
    const span = spans.slice(0, width).reduce(joinSpans);
    spans = spans.slice(width);
    rows.push(...(await select(database, filter, { span, place, wanted: wanted - rows.length })));
  }
  return {
    disclosures: rows.slice(0, wanted - 1).map(disclosureOf),
    hasMore: rows.length === wanted,
  };
}

/** The number of spans that hold enough matches to fill the page, by the summaries. */
function widthFor(spans: readonly Span[], wanted: number): number {
  let matches = 0;
  const full = spans.findIndex((span) => (matches += span.matches) >= wanted);
  return full < 0 ? spans.length : full + 1;
}

/** Subjects and rare kinds are in no summary: any span may hold none, and several are searched together. */
const isSparse = ({ subject, kinds }: DisclosureFilter): boolean =>
  subject !== undefined || (kinds !== undefined && !kinds.includes("disclosure"));

/** The spans that the filter's period and the place of the last page leave. */
function reachable(spans: readonly Span[], { from, to }: DisclosureFilter, place: Place | null): readonly Span[] {
  const begin = from === undefined ? "" : new Date(from).toISOString();
  const end = to === undefined ? "9" : new Date(to).toISOString();
  const last = place === null ? "9" : new Date(place.time).toISOString();
  return spans.filter((span) => span.last >= begin && span.first < end && span.first <= last);
}

/** The record at an index, null when there is none (any more). Covert ones are given: callers check. */
export async function disclosureAt(database: Queryable, index: number): Promise<LoggedDisclosure | null> {
  const { rows } = await database.query<Row>(`SELECT ${COLUMNS} FROM ledger.leaves AS leaf WHERE index = $1`, [index]);
  return rows[0] === undefined ? null : disclosureOf(rows[0]);
}

/**
 * The disclosures of a subject's data, for the subject itself. Records of covert investigations are withheld until a
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

async function select(
  database: Queryable,
  filter: DisclosureFilter,
  { span, place, wanted }: { span: Span; place: Place | null; wanted: number },
): Promise<readonly Row[]> {
  const choice = isSparse(filter) ? SORTED : chooseIndex(span, filter, wanted);
  const { sql, values } = conditionOf(filter, choice.lead);
  const reached = place === null ? span.last : new Date(place.time).toISOString();
  const parameters = [...values, span.first, reached < span.last ? reached : span.last, wanted];
  const at = values.length;
  let continued = "";
  if (place !== null) {
    parameters.push(new Date(place.time).toISOString(), place.index);
    continued = `AND (leaf.time, leaf.index) < ($${at + 4}, $${at + 5})`;
  }
  const { rows } = await database.query<Row>(
    `SELECT ${COLUMNS} FROM ledger.leaves AS leaf
     WHERE ${sql} AND leaf.time >= $${at + 1} AND leaf.time <= $${at + 2} ${continued}
     ORDER BY ${choice.order} LIMIT $${at + 3}`,
    parameters,
  );
  return rows;
}

function disclosureOf({ index, at, record }: Row): LoggedDisclosure {
  return {
    index: Number(index),
    cursor: encodeCursor({ time: Number(at), index: Number(index) }),
    record: JSON.parse(record) as LoggedRecord,
  };
}
