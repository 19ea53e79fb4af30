import { scopeOf } from "../../schema/envelope/allowance.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import type { Statements } from "./postgres/statements.ts";

/** One request, as a resolver sees it. */
export interface SubgraphContext<Database = unknown> {
  readonly database: Database;
  /** Reading of declared relations and references; absent in a service of the hub's own, which declares none. */
  readonly statements?: Statements;
  /** The opened envelope; absent only where a department runs without a gate, on its own machine. */
  readonly envelope?: Envelope;
}

type InDivision = { divisionCode: { startsWith: string } | { in: never[] } };
type DivisionFilter = { OR?: InDivision[] };
type GridFilter = { OR?: (InDivision | { gridCode: string })[] };

/** Digits of a grid, the only division below the community, which every row names. */
const GRID_DIGITS = 15;

/** The part of the city within which rows may be seen: prefixes of division codes, and codes of single grids. */
export interface Reach {
  readonly divisions: readonly string[];
  readonly grids: readonly string[];
}

const reachOf = (prefixes: readonly string[]): Reach | undefined =>
  prefixes.includes("")
    ? undefined
    : {
        divisions: prefixes.filter((prefix) => prefix.length !== GRID_DIGITS),
        grids: prefixes.filter((prefix) => prefix.length === GRID_DIGITS),
      };

const reaches = new WeakMap<Envelope, { readonly reach: Reach | undefined }>();

const reachOfAnybody = (envelope: Envelope): Reach | undefined => {
  const known = reaches.get(envelope);
  if (known) return known.reach;
  const reach = reachOf([...new Set(envelope.lines.flatMap(({ scope }) => scope))]);
  reaches.set(envelope, { reach });
  return reach;
};

/**
 * The reach of whoever is behind this request; undefined: everywhere.
 * @param coordinate the list's own field; without it the reach of every consumer that the envelope names, and the guard
 *   drops per field the rows that are not for that field
 */
export function scopeWithin({ envelope }: SubgraphContext, coordinate?: string): Reach | undefined {
  if (envelope === undefined) return undefined;
  return coordinate === undefined ? reachOfAnybody(envelope) : reachOf(scopeOf(envelope, coordinate));
}

const inDivisions = ({ divisions }: Reach): InDivision[] =>
  divisions.map((prefix) => ({ divisionCode: { startsWith: prefix } }));

/** In one of no divisions. Prisma would take an empty `OR` beside other conditions for no condition, and find every row. */
const NOWHERE: InDivision = { divisionCode: { in: [] } };

const anyOf = <Filter>(alternatives: readonly Filter[]): { OR: (Filter | InDivision)[] } => ({
  OR: alternatives.length === 0 ? [NOWHERE] : [...alternatives],
});

/**
 * Prisma filter that keeps the rows which somebody behind this request may see: the database, not the resolver, drops
 * the others. An empty scope matches no row. A scope of one grid reaches no row of a table that does
 * not name grids, because nobody knows which of a community's rows lie there.
 * @param coordinate as in `scopeWithin`
 */
export function inScope(context: SubgraphContext, coordinate?: string): DivisionFilter {
  const reach = scopeWithin(context, coordinate);
  return reach === undefined ? {} : anyOf(inDivisions(reach));
}

/** The same for a table that names the grid of each row. */
export function inGridScope(context: SubgraphContext, coordinate?: string): GridFilter {
  const reach = scopeWithin(context, coordinate);
  return reach === undefined ? {} : anyOf([...inDivisions(reach), ...reach.grids.map((gridCode) => ({ gridCode }))]);
}
