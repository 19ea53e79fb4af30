import type { Queryable } from "../store/tile-store.ts";
import type { Lead } from "../record-fields.ts";
import { termsOf, type DisclosureFilter } from "./filter.ts";

/** A stretch of time, within a month, that can hold records of a search. */
export interface Span {
  /** Earliest and latest time of such a record, both included (ISO 8601). */
  readonly first: string;
  readonly last: string;
  /** Such records at most. */
  readonly matches: number;
  /** Records that each condition alone would find, and all that there are. */
  readonly alone: Readonly<Partial<Record<Lead, number>>> & { readonly all: number };
}

/**
 * The stretches of time that can hold what the filter looks for, newest first, from the sequencer's summary of what occurs together;
 * what it has not summed up yet is looked through in any case.
 */
export async function spansOf(database: Queryable, filter: DisclosureFilter): Promise<readonly Span[]> {
  // First the tail: what is integrated in between is then in both.
  const tail = await tailOf(database);
  const known = filter.officer === undefined ? await presence(database, filter) : await ofOfficer(database, filter);
  return tail === null ? known : withTail(known, tail);
}

interface Tail {
  readonly first: string;
  readonly last: string;
  readonly records: number;
}

/** Records that are not summed up yet: those of some seconds. */
async function tailOf(database: Queryable): Promise<Tail | null> {
  const summed = await database.query<{ size: string }>("SELECT size FROM ledger.summed");
  const { rows } = await database.query<{ first: Date | null; last: Date | null; records: string }>(
    "SELECT min(time) AS first, max(time) AS last, count(*) AS records FROM ledger.leaves WHERE index >= $1",
    [summed.rows[0]?.size ?? 0],
  );
  const [row] = rows;
  if (!row?.first || !row.last) return null;
  return { first: row.first.toISOString(), last: row.last.toISOString(), records: Number(row.records) };
}

/** The tail may lie in any of the spans and between them: one span of its own takes in all that it touches. */
function withTail(known: readonly Span[], tail: Tail): readonly Span[] {
  const touched = known.filter(({ first, last }) => last >= tail.first && first <= tail.last);
  const joined = touched.reduce<Span>(joinSpans, {
    first: tail.first,
    last: tail.last,
    matches: tail.records,
    alone: { all: tail.records },
  });
  const others = known.filter((span) => !touched.includes(span));
  return [...others, joined].sort((a, b) => (a.last < b.last ? 1 : -1));
}

/** Two spans as one, with everything between them. */
export function joinSpans(a: Span, b: Span): Span {
  const alone: Partial<Record<Lead | "all", number>> = { ...a.alone };
  for (const [lead, records] of Object.entries(b.alone) as [Lead | "all", number][]) {
    alone[lead] = (alone[lead] ?? 0) + records;
  }
  return {
    first: a.first < b.first ? a.first : b.first,
    last: a.last > b.last ? a.last : b.last,
    matches: a.matches + b.matches,
    alone: { ...alone, all: alone.all ?? 0 },
  };
}

interface SpanRow extends Record<Lead | "matches" | "all", string | null> {
  readonly first: Date;
  readonly last: Date;
}

function spanOf({ first, last, matches, ...counts }: SpanRow): Span {
  const alone = Object.fromEntries(
    Object.entries(counts).flatMap(([lead, records]) => (records === null ? [] : [[lead, Number(records)]])),
  ) as Partial<Record<Lead, number>>;
  return {
    first: first.toISOString(),
    last: last.toISOString(),
    matches: Number(matches),
    alone: { all: 0, ...alone },
  };
}

/** The condition that presence and officers share; a null parameter allows anything. */
const COMBINATION = `($1::text IS NULL OR department = $1) AND ($2::text IS NULL OR app = $2) AND ($3::text IS NULL OR purpose = $3)
  AND ($4::text IS NULL OR decision = $4)`;

const PERIOD = `month >= coalesce(date_trunc('month', $5::timestamptz AT TIME ZONE 'UTC')::date, '-infinity')
  AND month < coalesce($6::timestamptz AT TIME ZONE 'UTC', 'infinity')`;

const combinationOf = ({ department, app, purpose, decision, from, to }: DisclosureFilter): readonly unknown[] =>
  [department, app, purpose, decision, from, to].map((value) => value ?? null);

async function presence(database: Queryable, filter: DisclosureFilter): Promise<readonly Span[]> {
  const { rows } = await database.query<SpanRow>(
    `SELECT min(first) FILTER (WHERE match) AS first, max(last) FILTER (WHERE match) AS last,
       sum(records) FILTER (WHERE match) AS matches,
       sum(records) FILTER (WHERE term <> '*') AS terms,
       sum(records) FILTER (WHERE term = '*') AS "all",
       sum(records) FILTER (WHERE term = '*' AND department = $1) AS department,
       sum(records) FILTER (WHERE term = '*' AND app = $2) AS app,
       sum(records) FILTER (WHERE term = '*' AND purpose = $3) AS purpose,
       sum(records) FILTER (WHERE term = '*' AND decision = $4) AS decision
     FROM ledger.presence, LATERAL (SELECT term = ANY($7) AND ${COMBINATION} AS match) AS matching
     WHERE (term = ANY($7) OR term = '*') AND ${PERIOD}
     GROUP BY month HAVING bool_or(match) ORDER BY month DESC`,
    [...combinationOf(filter), termsOf(filter) ?? ["*"]],
  );
  return rows.map(spanOf);
}

/** An officer's months; those without the term in anything that the officer works with are left out. */
async function ofOfficer(database: Queryable, filter: DisclosureFilter): Promise<readonly Span[]> {
  const { rows } = await database.query<SpanRow>(
    `SELECT min(first) AS first, max(last) AS last, sum(records) AS matches, sum(records) AS officer, NULL AS "all"
     FROM ledger.officers
     WHERE officer = $8 AND ${COMBINATION} AND ${PERIOD} AND ($7::text[] IS NULL OR EXISTS (
       SELECT FROM ledger.presence WHERE term = ANY($7) AND presence.month = officers.month
         AND presence.department = officers.department AND presence.app = officers.app
         AND presence.purpose = officers.purpose AND presence.decision = officers.decision))
     GROUP BY month ORDER BY month DESC`,
    [...combinationOf(filter), termsOf(filter) ?? null, filter.officer],
  );
  return rows.map(spanOf);
}

/** The index that a span is searched along, and the ORDER BY clause of that search. */
export interface IndexChoice {
  /** The condition whose index leads; undefined: the planner chooses. */
  readonly lead?: Lead;
  readonly order: string;
}

/** An order that an index by time gives: the search ends as soon as the page is full. */
const WALKED = "leaf.time DESC, leaf.index DESC";

/** The same order, in words that no index gives: all that is found is sorted, and the planner does not walk for it. */
export const SORTED: IndexChoice = { order: "leaf.time + interval '0' DESC, leaf.index DESC" };

/** Decisions that have an index: the others are nearly all. */
const isRareDecision = ({ decision }: DisclosureFilter): boolean =>
  decision !== undefined && decision !== "RELEASED" && decision !== "PARTIAL";

const WALKS: readonly Lead[] = ["officer", "app", "purpose", "department", "decision"];

/**
 * The cheaper search, counted in rows that are looked at. Walking along a condition meets a match every (its records / matches) rows and ends
 * with the page; collecting along the terms looks at all that have them. Subjects have no summary: they are always collected.
 */
export function chooseIndex({ matches, alone }: Span, filter: DisclosureFilter, wanted: number): IndexChoice {
  const walks = WALKS.filter((lead) => alone[lead] !== undefined && (lead !== "decision" || isRareDecision(filter)));
  const [lead] = [...walks].sort((a, b) => (alone[a] ?? 0) - (alone[b] ?? 0));
  const walked = lead === undefined ? alone.all : (alone[lead] ?? 0);
  const walk = walked * Math.min(1, wanted / Math.max(1, matches));
  if (alone.terms !== undefined && alone.terms < walk) return { ...SORTED, lead: "terms" };
  return { order: WALKED, ...(lead === undefined ? {} : { lead }) };
}
