import { getNamedType, type GraphQLSchema } from "graphql";
import { maskFor } from "../../../schema/catalog/masks/mask-for.ts";
import { allowanceFor, allowanceSomewhere, scopeOf } from "../../../schema/envelope/allowance.ts";
import type { Envelope, EnvelopeOutcome } from "../../../schema/envelope/envelope.ts";
import type { SubgraphContext } from "../context.ts";
import { notCovered, outOfScope } from "../errors.ts";
import type { ItemArguments } from "../item.ts";
import { byField, fieldAt, type ByField, type Middleware } from "./fields.ts";
import type { IsOwn } from "./own-firm.ts";

interface Placed {
  readonly gridCode?: unknown;
  readonly divisionCode?: unknown;
}

/** Division of a loaded row, its grid where it names one; null for a page or a reference, which are no rows of their own. */
const divisionOf = (value: unknown): string | null => {
  if (typeof value !== "object" || value === null) return null;
  const { gridCode, divisionCode } = value as Placed;
  if (typeof divisionCode !== "string") return null;
  return typeof gridCode === "string" && gridCode.startsWith(divisionCode) ? gridCode : divisionCode;
};

/** The envelope's outcome for a field of this parent: decided by the parent's own division where it has one. */
export function allowanceOn(parent: unknown, envelope: Envelope, coordinate: string): EnvelopeOutcome | undefined {
  const division = divisionOf(parent);
  return division === null ? allowanceSomewhere(envelope, coordinate) : allowanceFor(envelope, coordinate, division);
}

/**
 * Lets through a field only the rows that the field's own readers may see. A list loses the others without a trace, so
 * that its length tells nothing; a single row becomes an error OUT_OF_SCOPE.
 */
const rowGate = (value: unknown, envelope: Envelope, coordinate: string, isOwn: (row: unknown) => boolean): unknown => {
  const scope = scopeOf(envelope, coordinate);
  const visible = (row: unknown): boolean => {
    const division = divisionOf(row);
    return isOwn(row) && (division === null || scope.some((prefix) => division.startsWith(prefix)));
  };
  if (Array.isArray(value)) return value.filter(visible);
  if (!visible(value)) throw outOfScope(coordinate);
  return value;
};

const masked = (value: unknown, coordinate: string, { mask: name }: ItemArguments, scalar: string): unknown => {
  if (name === undefined) throw notCovered(coordinate);
  const mask = maskFor(name, scalar);
  return Array.isArray(value) ? value.map((each: unknown) => mask(each)) : mask(value);
};

/** The context behind the permissions: they refuse a request without an envelope. */
type Admitted = SubgraphContext & { readonly envelope: Envelope };

/** True for what comes later; a query of Prisma's is none of JavaScript's own promises. */
const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

/** The release of one field's values. */
const releasingOf = (coordinate: string, item: ItemArguments, typeName: string, isOwn: IsOwn): Middleware<Admitted> => {
  const release = (value: unknown, parent: unknown, envelope: Envelope): unknown => {
    if (value === null || value === undefined) return value;
    const rows =
      typeof value === "object" ? rowGate(value, envelope, coordinate, (row) => isOwn(typeName, row, envelope)) : value;
    return allowanceOn(parent, envelope, coordinate) === "MASKED" ? masked(rows, coordinate, item, typeName) : rows;
  };
  return (resolve, parent, args, context, info) => {
    const value = resolve(parent, args, context, info);
    // A value that is there is released at once: a promise for each of an answer's values costs more than the release.
    return isThenable(value)
      ? value.then((found) => release(found, parent, context.envelope))
      : release(value, parent, context.envelope);
  };
};

/**
 * The middleware after each field's resolver: rows out of scope are dropped, and a value that is granted MASKED never leaves
 * clear. It MUST stand behind the permissions.
 */
export function releasing(
  schema: GraphQLSchema,
  classifications: ReadonlyMap<string, ItemArguments>,
  isOwn: IsOwn,
): ByField<Middleware<Admitted>> {
  return byField(
    [...classifications].map(([coordinate, item]) => [
      coordinate,
      releasingOf(coordinate, item, getNamedType(fieldAt(schema, coordinate).type).name, isOwn),
    ]),
  );
}
