import { describe, expect, test } from "@jest/globals";
import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from "graphql";
import { statedIn } from "../../subgraphs/kit/guard/revealed-arguments.ts";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import type { Statements } from "../../subgraphs/kit/postgres/statements.ts";
import type { AnyRow, Table } from "../../subgraphs/kit/rows/tables.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { departmentTables, type Datamodel } from "./department-tables.ts";

// The order of a list tells of whatever it is ordered by, also to whoever is denied that field: every list goes by key. A list by division goes by
// division first, which its argument `division` reveals in any case: nobody who is denied `divisionCode` may ask it.

/** Lists that a department works out; their order is tested with the rules that make them, in `tests/worked-out-order.test.ts`. */
const WORKED_OUT = [
  "DestituteCheck.conditions",
  "Enterprise.policyMatches",
  "PensionSuspicion.conflicts",
  "PensionSuspicion.evidence",
  "PolicyMatch.conditions",
  "PublicRentalEligibility.conditions",
  "SubsistenceCheck.conditions",
  "WageInquiry.holdings",
  "WageWarning.reasons",
  "WageWarning.ruledOut",
  "WageWarning.unpaidWorkers",
  "WageWarningReason.evidence",
];

/** Whole numbers below 2^31, the same in every run. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31);
};
const next = numbers(411_100);

const valueFor = (type: string): unknown => {
  const number = next();
  if (type === "Int") return number;
  if (type === "BigInt") return BigInt(number);
  if (type === "Boolean") return number % 2 === 0;
  if (type === "DateTime") return new Date(number * 1000);
  return String(number);
};

const ROWS = 9;

interface Query {
  readonly where: Readonly<Record<string, unknown>>;
  readonly orderBy?: Readonly<Record<string, "asc" | "desc">>;
  readonly take?: number;
}

const compared = (a: AnyRow, b: AnyRow, column: string): number =>
  (a[column] as number) < (b[column] as number) ? -1 : 1;

/** A database of random rows, which answers in no order at all unless it is asked for one. */
const databaseOf = ({ datamodel: { models } }: Datamodel): unknown =>
  Object.fromEntries(
    Object.entries(models).map(([name, { fields }]) => {
      const findMany = ({ where, orderBy = {}, take = Infinity }: Query): Promise<AnyRow[]> => {
        const asked = Object.entries(where).flatMap(([column, condition]) => {
          const keys = (condition as { readonly in?: readonly unknown[] } | null)?.in;
          return keys === undefined ? [] : [[column, keys[0]] as const];
        });
        const rows = Array.from({ length: ROWS }, () => ({
          ...Object.fromEntries(fields.map(({ name: column, type }) => [column, valueFor(type)])),
          ...Object.fromEntries(asked),
        }));
        for (const [column, direction] of Object.entries(orderBy).reverse()) {
          rows.sort((a, b) => compared(a, b, column) * (direction === "asc" ? 1 : -1));
        }
        return Promise.resolve(rows.slice(0, take));
      };
      return [name.charAt(0).toLowerCase() + name.slice(1), { findMany }];
    }),
  );

const camel = (name: string): string => name.replaceAll(/_[a-z]/g, (found) => found.slice(1).toUpperCase());

/** The same rows for a prepared statement: those of its table that hold the first key, or all of it, in the order that it asks for. */
const statementsOver = (database: unknown): Statements => ({
  rows: (text, [keys]) => {
    const [read = "", order] = text.replace(/ limit .*$/, "").split(" order by ");
    const [, table = "", column = ""] = / from (\w+)(?: where (\w+) = any\()?/.exec(read) ?? [];
    const delegate = (database as Readonly<Record<string, { readonly findMany: (query: Query) => Promise<AnyRow[]> }>>)[
      camel(table)
    ];
    if (delegate === undefined) throw new Error(`No table ${table}`);
    const columns = order?.split(", ").map((stated) => camel(stated.split(" ")[0] ?? "")) ?? [];
    const where = column === "" ? {} : { [camel(column)]: { in: keys as readonly unknown[] } };
    return delegate.findMany({ where, orderBy: Object.fromEntries(columns.map((name) => [name, "asc"])) });
  },
  close: () => Promise.resolve(),
});

type Field = GraphQLField<unknown, unknown>;

/** What a field lists, through a connection too; null for a field that is no list of objects. */
const listedBy = (type: GraphQLOutputType): GraphQLObjectType | null => {
  const named = getNamedType(type);
  if (!isObjectType(named)) return null;
  if (isListType(getNullableType(type))) return named;
  const node = named.name.endsWith("Connection") ? named.getFields()["edges"]?.type : undefined;
  const edge = node && getNamedType(node);
  const inner = isObjectType(edge) ? edge.getFields()["node"]?.type : undefined;
  return inner ? (getNamedType(inner) as GraphQLObjectType) : null;
};

interface List {
  readonly coordinate: string;
  readonly field: Field;
  readonly of: GraphQLObjectType;
}

const listsOf = (schema: GraphQLSchema): readonly List[] =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    !isObjectType(type) || /^_|Connection$|Edge$/.test(type.name)
      ? []
      : Object.values(type.getFields()).flatMap((field) => {
          const of = field.name.startsWith("_") ? null : listedBy(field.type);
          return of === null ? [] : [{ coordinate: `${type.name}.${field.name}`, field, of }];
        }),
  );

/** Reads the list below a row that has every column of every table, in the department's own words. */
const read = async ({ field }: List, database: unknown): Promise<readonly AnyRow[]> => {
  const parent = new Proxy({}, { get: (_, name) => (name === "then" ? undefined : `parent-${String(name)}`) });
  const args = { division: "4111" };
  const context = { database, statements: statementsOver(database) };
  const found: unknown = await field.resolve?.(parent, args, context, {} as never);
  if (Array.isArray(found)) return found as readonly AnyRow[];
  return (found as { readonly edges: readonly { readonly node: AnyRow }[] }).edges.map(({ node }) => node);
};

const departments = await (async () => {
  const loaded = [];
  // One after the other: Jest's module loader does not take concurrent imports of one module.
  for (const { name } of DEPARTMENTS) {
    const { schema } = await loadSubgraph(name);
    const { datamodel, tables } = await departmentTables(name);
    loaded.push({ name, lists: listsOf(schema), tables, database: databaseOf(datamodel) });
  }
  return loaded;
})();

const isWorkedOut = (type: GraphQLObjectType): boolean => statedIn(type.extensions, "part").length > 0;

describe.each(departments)("S2: $name", ({ lists, tables, database }) => {
  const kept = lists.filter(({ of }) => tables.has(of.name));

  test.each(kept.map((list) => [list.coordinate, list] as const))("%s is in the order of its key", async (_, list) => {
    const { key } = tables.get(list.of.name) as Table;
    const byDivision = list.field.args.some(({ name }) => name === "division");
    const rows = await read(list, database);
    expect(rows.length).toBeGreaterThanOrEqual(ROWS);
    const inOrder = [...rows].sort((a, b) =>
      byDivision && a["divisionCode"] !== b["divisionCode"] ? compared(a, b, "divisionCode") : compared(a, b, key),
    );
    expect(rows).toEqual(inOrder);
  });

  test("whoever is given a list by division has been asked with one, which reveals it", () => {
    for (const { coordinate, field, of } of lists.filter(({ field: { args } }) =>
      args.some(({ name }) => name === "division"),
    )) {
      const division = field.args.find(({ name }) => name === "division");
      expect([coordinate, statedIn(division?.extensions ?? {}, "reveals")]).toEqual([
        coordinate,
        [{ coordinate: `${of.name}.divisionCode` }],
      ]);
    }
  });
});

test("S2: every list that a department works out has a test of its order", () => {
  const workedOut = departments.flatMap(({ lists }) =>
    lists.filter(({ of }) => isWorkedOut(of)).map(({ coordinate }) => coordinate),
  );
  expect([...new Set(workedOut)].sort()).toEqual([...WORKED_OUT].sort());
});
