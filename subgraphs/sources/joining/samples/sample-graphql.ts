import { readFile } from "node:fs/promises";
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isScalarType,
  printSchema,
  type GraphQLArgument,
  type GraphQLSchema,
} from "graphql";
import type { GraphqlSettings } from "../../description/requests-description.ts";
import { fieldsOf, isDemanded, itemsOf, nullableOf } from "../../kinds/graphql/endpoint-schema.ts";
import { openGraphql } from "../../kinds/graphql/graphql-endpoint.ts";
import { introspect } from "../../kinds/graphql/introspect.ts";
import { NoSample, type Part, type SampledSource, type SampledTable, type StatedForm } from "../sample.ts";
import { withoutRows, withRows } from "./answered-table.ts";
import { firstPage } from "./first-page.ts";
import type { HeaderOfKey } from "./sample-rest.ts";
import { tablesOf, type Parameter, type Shape } from "./shape.ts";

/** Bounds of one look: a page of a slow system, or a large schema. */
export const LOOKED = { seconds: 30, bytes: 16_000_000, keepSeconds: 0 };

const FORMS: Readonly<Record<string, StatedForm>> = {
  Int: "whole",
  Float: "decimal",
  Boolean: "truth",
  Date: "day",
  DateTime: "moment",
};

/** Objects inside a row that are looked into: an endpoint's types lead back to themselves. */
const DEEPEST = 4;

const wordsOf = (one: string | null | undefined): string | undefined => one?.split(/[\n。；]/)[0]?.trim();

const shapeAt = (type: unknown, title: string | undefined, seen: readonly string[]): Shape => {
  const [own, items, within] = [nullableOf(type), itemsOf(type), fieldsOf(type)];
  if (items !== undefined) return { kind: "list", items: shapeAt(items, undefined, seen), title };
  if (within === undefined) {
    const codes = isEnumType(own) ? own.getValues().map(({ name }) => name) : undefined;
    return { kind: "value", form: FORMS[isScalarType(own) ? own.name : ""], codes, title };
  }
  const known = [...seen, within.name];
  const fields = Object.values(within.getFields()).filter(({ args, type: to }) => {
    const object = fieldsOf(itemsOf(to) ?? to);
    const isAgain = object !== undefined && (known.length > DEEPEST || known.includes(object.name));
    return !isAgain && !args.some(isDemanded);
  });
  const properties = fields.map(({ name, type: to, description }): [string, Shape] => [
    name,
    shapeAt(to, wordsOf(description), known),
  ]);
  return { kind: "object", properties: new Map(properties), title: title ?? wordsOf(within.description) };
};

/** Arguments that a request can hold, those of input types with dots. */
const parametersOf = (
  stated: readonly Pick<GraphQLArgument, "name" | "type" | "defaultValue">[],
  path = "",
): readonly Parameter[] =>
  stated.flatMap((one) => {
    const own = nullableOf(one.type);
    const place = path + one.name;
    if (isInputObjectType(own)) {
      return path === "" ? parametersOf(Object.values(own.getFields()), `${place}.`) : [];
    }
    return [{ name: place, required: path === "" && isDemanded(one) }];
  });

/** Rows a page that are asked for. */
const OF = 100;

/** Pages by cursors, where a field takes and tells them as most do. */
const byCursors = (answer: Shape, args: readonly GraphQLArgument[]): Part | undefined => {
  const names = args.map(({ name }) => name);
  const page = answer.kind === "object" ? answer.properties.get("pageInfo") : undefined;
  const tells = page?.kind === "object" && ["endCursor", "hasNextPage"].every((name) => page.properties.has(name));
  if (!tells || !names.includes("after") || !names.includes("first")) return undefined;
  return { after: "after", size: "first", of: OF, cursor: "pageInfo.endCursor", more: "pageInfo.hasNextPage" };
};

/** Tables of a schema: each list of objects with which a field of Query answers. */
export function tablesIn(schema: GraphQLSchema): readonly SampledTable[] {
  const entries = Object.values(schema.getQueryType()?.getFields() ?? {});
  return entries.flatMap(({ name, type, args, description }) => {
    const answer = shapeAt(type, undefined, []);
    const pages = byCursors(answer, args);
    const parameters = parametersOf(args).filter(
      (one) => pages === undefined || !["after", "first"].includes(one.name),
    );
    const tables = tablesOf(name, answer, parameters, wordsOf(description));
    const nodes = tables.filter(({ requests }) => requests?.["rows"] !== "nodes");
    const kept = nodes.length > 0 ? nodes : tables;
    return kept.map((table) => (pages === undefined ? table : { ...table, requests: { ...table.requests, pages } }));
  });
}

/** Where an endpoint is, and what lets requests in. */
interface Endpoint {
  readonly place: string;
  readonly settings: Omit<GraphqlSettings, "schema">;
  readonly secret: (name: string) => string;
}

/** The tables with their first rows, without columns that the endpoint does not know any more. */
export async function withRowsFrom(
  schema: GraphQLSchema,
  tables: readonly SampledTable[],
  { place, settings, secret }: Endpoint,
  told: (done: number, of: number) => void,
): Promise<readonly SampledTable[]> {
  const { endpoint, system } = openGraphql(schema, settings, { place, secret, concurrency: 1 });
  const seen: SampledTable[] = [];
  for (const table of tables) {
    const rows = table.requests?.["rows"];
    const columns = table.columns.map(({ name }) => name);
    const request = { ...firstPage(table), rows: typeof rows === "string" ? rows : undefined, columns };
    seen.push(
      await endpoint.ask(request).then(
        (answer) => {
          const gone = endpoint.gone(table.from);
          return withRows({ ...table, columns: table.columns.filter(({ name }) => !gone.has(name)) }, answer, false);
        },
        (error: unknown) => withoutRows(table, error),
      ),
    );
    told(seen.length, tables.length);
  }
  await system.close();
  return seen;
}

/** The schema that an endpoint tells of itself now. @throws AnswerRefused where it tells none */
export async function schemaAt({ place, settings, secret }: Endpoint): Promise<GraphQLSchema> {
  // Of its schema nothing is known yet: it is only asked to tell it.
  const unknown = buildSchema("type Query { none: Int }");
  const { endpoint, system } = openGraphql(unknown, settings, { place, secret, concurrency: 1 });
  return introspect(endpoint).finally(system.close);
}

const endpointAt = (url: string, header: HeaderOfKey | undefined): Endpoint => {
  if (!URL.canParse(url)) throw new NoSample("FROM is neither an address nor a file with a schema.");
  const { origin, pathname } = new URL(url);
  const authorization = header && { header: { name: header.name } };
  const settings = { ...LOOKED, path: pathname, ...(authorization && { authorization }) };
  return { place: origin, settings, secret: () => header?.key ?? "" };
};

/**
 * Looks at a GraphQL endpoint: a table of each field of Query that answers with a list of objects.
 * @param from its address; or a file with its schema, of one that tells it to nobody
 * @param place address of the running endpoint, where `from` is its schema alone
 * @throws NoSample
 */
export async function sampleGraphql(
  from: string,
  place: string | undefined,
  header: HeaderOfKey | undefined,
  told: (done: number, of: number) => void,
): Promise<SampledSource> {
  const isFile = from.endsWith(".graphql");
  const url = isFile ? place : from;
  const asked = url === undefined ? undefined : endpointAt(url, header);
  const { schema, tables } = await (isFile ? seenIn(from, asked, told) : lookedAt(asked, told));
  if (tables.length === 0) throw new NoSample("No field of Query answers with a list of objects.");
  return {
    kind: "graphql",
    settings: { schema: "schema.graphql", path: asked?.settings.path },
    tables,
    beside: [{ name: "schema.graphql", content: `${printSchema(schema)}\n` }],
    place: asked?.place ?? null,
  };
}

const lookedAt = async (asked: Endpoint | undefined, told: (done: number, of: number) => void) => {
  if (asked === undefined) throw new NoSample("FROM is no address.");
  const schema = await schemaAt(asked).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new NoSample(`The endpoint does not tell its schema (${code}): give a file with it, and --place.`);
  });
  return { schema, tables: await withRowsFrom(schema, tablesIn(schema), asked, told) };
};

const seenIn = async (file: string, asked: Endpoint | undefined, told: (done: number, of: number) => void) => {
  const text = await readFile(file, "utf8");
  const read = (): GraphQLSchema => {
    try {
      return buildSchema(text);
    } catch {
      throw new NoSample("The file is no schema of GraphQL.");
    }
  };
  const schema = read();
  const tables = tablesIn(schema);
  return { schema, tables: asked === undefined ? tables : await withRowsFrom(schema, tables, asked, told) };
};
