import { getNamedType, type GraphQLResolveInfo } from "graphql";
import { maskFor } from "../../../schema/catalog/masks/mask-for.ts";
import { allowanceFor, allowanceSomewhere, scopeOf } from "../../../schema/envelope/allowance.ts";
import type { Envelope, EnvelopeOutcome } from "../../../schema/envelope/envelope.ts";
import type { SubgraphContext } from "../context.ts";
import { notCovered, outOfScope } from "../errors.ts";
import type { ItemArguments } from "../item.ts";
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

type Resolve = (parent: unknown, args: unknown, context: Admitted, info: GraphQLResolveInfo) => unknown;

/**
 * The middleware after a field's resolver: rows out of scope are dropped, and a value that is granted MASKED never leaves
 * clear. It MUST stand behind the permissions.
 */
export function releasing(classifications: ReadonlyMap<string, ItemArguments>, isOwn: IsOwn) {
  return async (
    resolve: Resolve,
    parent: unknown,
    args: unknown,
    context: Admitted,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    const value = await resolve(parent, args, context, info);
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    const item = classifications.get(coordinate);
    if (value === null || value === undefined || item === undefined) return value;
    const { envelope } = context;
    const typeName = getNamedType(info.returnType).name;
    const rows = rowGate(value, envelope, coordinate, (row) => isOwn(typeName, row, envelope));
    if (allowanceOn(parent, envelope, coordinate) !== "MASKED") return rows;
    return masked(rows, coordinate, item, typeName);
  };
}
