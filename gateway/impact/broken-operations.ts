import { GraphQLError, TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from "graphql";
import { Malformed } from "../../schema/parse.ts";
import type { OperationFacts, PinnedOperation } from "../../schema/registered-operation.ts";
import { denialWords } from "../../schema/denial.ts";
import { compileGrant, purposesOf } from "../grant/compile-grant.ts";
import { createGrantBook, type GrantBook } from "../grant/grant-book.ts";
import { parseGrant } from "../grant/store/parse-grants.ts";
import { changeOf } from "../operation/operation-facts.ts";
import type { Operation } from "../operation/operation.ts";
import { Refusal } from "../refusal.ts";
import type { Graph } from "./read-graph.ts";

/** The operations that one app has in force, or means to register: those have no facts yet. */
export interface AppOperations {
  readonly app: string;
  readonly department: string;
  readonly operations: readonly (Pick<PinnedOperation, "id" | "name" | "text"> & Partial<OperationFacts>)[];
}

/** A grant as the register keeps it, unread. */
export interface GrantDocument {
  readonly id: string;
  readonly document: unknown;
}

/**
 * GRANT: a grant of the app that nothing of the later graph can be given by. GONE: the operation is not one of the later graph. TYPE: a field has
 * another type. OUTCOME: a field is given in another form, or not at all. FACTS: gateways refuse the operation until it is registered anew.
 */
type Kind = "GRANT" | "GONE" | "TYPE" | "OUTCOME" | "FACTS";

/** One thing that a change of the graph breaks. */
export interface Breakage {
  readonly app: string;
  /** Id and name of the operation; null for a grant. */
  readonly operation: { readonly id: string; readonly name: string } | null;
  readonly kind: Kind;
  /** Code of the purpose under which it is so; null where it is so under every one. */
  readonly purpose: string | null;
  /** `Type.field`; null for the operation as a whole. */
  readonly coordinate: string | null;
  readonly reason: string;
}

/** One graph with the grants that can be in force in it. */
interface Side {
  readonly graph: Graph;
  readonly book: GrantBook;
  /** Why a grant is not in force, by its id. */
  readonly refused: ReadonlyMap<string, string>;
}

const sideOf = (graph: Graph, grants: readonly GrantDocument[]): Side => {
  const refused = new Map<string, string>();
  const records = grants.flatMap(({ id, document }) => {
    try {
      return [parseGrant(id, document, graph.catalogue)];
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      refused.set(id, error.message);
      return [];
    }
  });
  return { graph, book: createGrantBook(records), refused };
};

const readIn = ({ graph }: Side, text: string): Operation | string => {
  try {
    return graph.read(text, undefined);
  } catch (error) {
    if (error instanceof Refusal) return error.errors.map(({ message }) => message).join(" ");
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
};

/** The types of the fields that an operation selects, by coordinate. */
const typesIn = (schema: GraphQLSchema, { document }: Operation): ReadonlyMap<string, string> => {
  const [info, types] = [new TypeInfo(schema), new Map<string, string>()];
  const Field = ({ name }: { readonly name: { readonly value: string } }): void => {
    types.set(`${info.getParentType()?.name ?? ""}.${name.value}`, String(info.getType()));
  };
  visit(document, visitWithTypeInfo(info, { Field }));
  return types;
};

/** A request that brings all that personal data needs, and one of the app alone. */
const ASKING = [
  { officer: "an officer", caseNumber: "a case", words: "" },
  { officer: null, caseNumber: null, words: " without an officer and a case" },
] as const;

/** How each coordinate of an operation is given: in the clear, masked by which mask, denied for which reason. */
const givenIn = (
  { graph: { policy, catalogue }, book }: Side,
  operation: Operation,
  asker: Pick<AppOperations, "app" | "department">,
  purpose: string,
  now: number,
  { officer, caseNumber }: (typeof ASKING)[number],
): ReadonlyMap<string, string> => {
  const caller = { app: asker.app, department: asker.department, division: null, officer };
  const decision = policy.decide(operation, compileGrant(book, { caller, purpose, caseNumber }, now), {});
  return new Map(
    [...decision.outcomes].map(([coordinate, outcome]) => {
      if (outcome === "MASKED") return [coordinate, `MASKED ${catalogue.items.get(coordinate)?.mask ?? ""}`];
      if (outcome === "CLEAR") return [coordinate, outcome];
      const denied = decision.denials.find((denial) => denial.coordinate === coordinate);
      return [coordinate, denied ? `DENIED (${denied.denial.reason}: ${denialWords(denied.denial).en})` : "DENIED"];
    }),
  );
};

type Told = Pick<Breakage, "kind" | "purpose" | "coordinate" | "reason">;

const outcomesBroken = (
  [before, after]: readonly [Side, Side],
  [then, later]: readonly [Operation, Operation],
  asker: AppOperations,
  now: number,
): readonly Told[] => {
  const told = new Map<string, Told>();
  for (const purpose of purposesOf(before.book, asker, now)) {
    for (const asking of ASKING) {
      const was = givenIn(before, then, asker, purpose, now, asking);
      for (const [coordinate, outcome] of givenIn(after, later, asker, purpose, now, asking)) {
        const held = was.get(coordinate);
        const key = `${purpose} ${coordinate}`;
        if (held === undefined || held.startsWith("DENIED") || held === outcome || told.has(key)) continue;
        const reason = `${held} becomes ${outcome}${asking.words}`;
        told.set(key, { kind: "OUTCOME", purpose, coordinate, reason });
      }
    }
  }
  return [...told.values()];
};

const pinnedFacts = ({ coordinates, cost, plan }: AppOperations["operations"][number]): OperationFacts | undefined =>
  coordinates && cost !== undefined && plan ? { coordinates, cost, plan } : undefined;

const operationBroken = async (
  sides: readonly [Side, Side],
  asker: AppOperations,
  operation: AppOperations["operations"][number],
  now: number,
): Promise<readonly Told[]> => {
  const [before, after] = sides;
  const [then, later] = [readIn(before, operation.text), readIn(after, operation.text)];
  // What was broken before is not broken by the change.
  if (typeof then === "string") return [];
  if (typeof later === "string") return [{ kind: "GONE", purpose: null, coordinate: null, reason: later }];
  const was = typesIn(before.graph.schema, then);
  const types = [...typesIn(after.graph.schema, later)].flatMap(([coordinate, type]): Told[] => {
    const held = was.get(coordinate);
    if (held === undefined || held === type) return [];
    return [{ kind: "TYPE", purpose: null, coordinate, reason: `${held} becomes ${type}` }];
  });
  const found = await before.graph.factsOf(then);
  const approved = pinnedFacts(operation) ?? found;
  // One that gateways refuse already is not refused because of the change.
  const changed = changeOf(approved, found) ? undefined : changeOf(approved, await after.graph.factsOf(later));
  const facts: readonly Told[] =
    changed === undefined
      ? []
      : [{ kind: "FACTS", purpose: null, coordinate: null, reason: `${changed.en}: it has to be registered anew` }];
  return [...types, ...outcomesBroken(sides, [then, later], asker, now), ...facts];
};

const grantsBroken = ([before, after]: readonly [Side, Side], asker: AppOperations): readonly Breakage[] =>
  before.book.grantsFor(asker).flatMap(({ id }) => {
    const reason = after.refused.get(id);
    if (reason === undefined) return [];
    return [{ app: asker.app, operation: null, kind: "GRANT", purpose: null, coordinate: null, reason }];
  });

/**
 * What a change from one graph to another breaks of the operations that apps have, before it lands: each decided by the functions that decide
 * requests, as of `now` (milliseconds since 1970), for every purpose of the app, with and without an officer in a case.
 */
export async function brokenOperations(
  { before, after }: { readonly before: Graph; readonly after: Graph },
  apps: readonly AppOperations[],
  grants: readonly GrantDocument[],
  now: number,
): Promise<readonly Breakage[]> {
  const sides = [sideOf(before, grants), sideOf(after, grants)] as const;
  const broken: Breakage[] = [];
  for (const asker of apps) {
    broken.push(...grantsBroken(sides, asker));
    for (const operation of asker.operations) {
      const { id, name } = operation;
      for (const told of await operationBroken(sides, asker, operation, now))
        broken.push({ app: asker.app, operation: { id, name }, ...told });
    }
  }
  return broken;
}
