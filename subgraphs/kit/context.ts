import { scopeOf } from "../../schema/envelope/allowance.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";

/** One request, as a resolver sees it. */
export interface SubgraphContext<Database = unknown> {
  readonly database: Database;
  /** The opened envelope; absent only where a department runs without a gate, on its own machine. */
  readonly envelope?: Envelope;
}

type InDivision = { divisionCode: { startsWith: string } };
type DivisionFilter = { OR?: InDivision[] };
type GridFilter = { OR?: (InDivision | { gridCode: string })[] };

/** Digits of a grid, the only division below the community, which every row names. */
const GRID_DIGITS = 15;

const inDivisions = (prefixes: Iterable<string>): InDivision[] =>
  [...prefixes].map((prefix) => ({ divisionCode: { startsWith: prefix } }));

/** Prefixes of the divisions of which somebody behind this request may see rows; undefined: of all. */
const prefixesOf = ({ envelope }: SubgraphContext, coordinate: string | undefined): readonly string[] | undefined => {
  if (envelope === undefined) return undefined;
  if (coordinate !== undefined) return scopeOf(envelope, coordinate);
  return [...new Set(envelope.lines.flatMap(({ scope }) => scope))];
};

/**
 * Prisma filter that keeps the rows which somebody behind this request may see: the database, not the resolver, drops
 * the others. An empty scope is an empty `OR`, which matches no row.
 * @param coordinate the list's own field; without it the rows of every consumer that the envelope names are kept, and
 *   the guard drops per field those that are not for that field
 */
export function inScope(context: SubgraphContext, coordinate?: string): DivisionFilter {
  const prefixes = prefixesOf(context, coordinate);
  return prefixes === undefined ? {} : { OR: inDivisions(prefixes) };
}

/**
 * The same for a table that names the grid of each row: of other tables a scope of one grid reaches no row, because nobody
 * knows which of a community's rows lie there.
 */
export function inGridScope(context: SubgraphContext, coordinate?: string): GridFilter {
  const prefixes = prefixesOf(context, coordinate);
  if (prefixes === undefined) return {};
  const isGrid = (prefix: string): boolean => prefix.length === GRID_DIGITS;
  const grids = prefixes.filter(isGrid).map((gridCode) => ({ gridCode }));
  return { OR: [...inDivisions(prefixes.filter((prefix) => !isGrid(prefix))), ...grids] };
}
