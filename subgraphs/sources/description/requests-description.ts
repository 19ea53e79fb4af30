/** What a source.yaml says of an interface that is asked request by request: REST, SOAP or GraphQL. Pure. */
import * as v from "valibot";
import { dictionary, list, mapping, oneOf, text, type Problem } from "../../../schema/parse.ts";

const matching = (pattern: RegExp, expected: string) => v.pipe(v.string(expected), v.regex(pattern, expected));

const path = matching(/^\/[\w\-./~%]*$/, "a path such as /api/projects, behind the place of the system");
const parameter = matching(
  /^[\w\-.[\]]{1,120}$/,
  "the name of a parameter; of SOAP and GraphQL, names with dots between them",
);
const dotted = matching(/^[^.\s]+(\.[^.\s]+)*$/, "names in the answer with dots between them, such as data.list");

const between = (least: number, most: number) =>
  v.pipe(
    v.number("a number"),
    v.integer("a whole number"),
    v.minValue(least, `at least ${least}`),
    v.maxValue(most, `at most ${most}`),
  );

const AUTHORIZATION = mapping({
  header: v.exactOptional(
    mapping({ name: matching(/^[A-Za-z][\w-]{0,60}$/, "the name of a header, which gets the secret key") }),
  ),
  clientCredentials: v.exactOptional(mapping({ token: path, scope: v.exactOptional(text("scopes")) })),
});

const bounds = {
  encoding: v.exactOptional(oneOf(["utf-8", "gb18030"], "utf-8, or gb18030, of which GBK is a part")),
  seconds: v.optional(between(1, 60), 5),
  bytes: v.optional(between(1_000, 64_000_000), 4_000_000),
  keepSeconds: v.optional(between(0, 3_600), 0),
};

/** Names of GraphQL with dots between them, which a document may hold as they stand. */
export const GRAPHQL_NAMES = /^[_A-Za-z]\w{0,120}(\.[_A-Za-z]\w{0,120})*$/;

/** Settings of a whole GraphQL endpoint. */
export const GRAPHQL = mapping({
  schema: matching(/^[\w-]+\.graphql$/, "a file beside this one, such as schema.graphql, with its schema"),
  path: v.optional(path, "/graphql"),
  seconds: bounds.seconds,
  bytes: bounds.bytes,
  keepSeconds: bounds.keepSeconds,
  authorization: v.exactOptional(AUTHORIZATION),
});

/** Settings of a whole SOAP service. */
export const SOAP = mapping({
  wsdl: matching(/^[\w-]+\.(wsdl|xml)$/, "a file beside this one, such as service.wsdl, with its description"),
  ...bounds,
});

/** Settings of a whole REST interface. */
export const REST = mapping({
  openapi: v.exactOptional(
    matching(/^[\w-]+\.(json|yaml|yml)$/, "a file beside this one, such as openapi.json, with its description"),
  ),
  ...bounds,
  authorization: v.exactOptional(AUTHORIZATION),
});

const PAGES = mapping({
  number: v.exactOptional(parameter),
  offset: v.exactOptional(parameter),
  after: v.exactOptional(parameter),
  cursor: v.exactOptional(dotted),
  more: v.exactOptional(dotted),
  first: v.optional(between(0, 1), 1),
  size: parameter,
  of: between(1, 10_000),
  total: v.exactOptional(dotted),
});

/** How the rows of one type are asked for. */
export const REQUESTS = mapping({
  rows: v.exactOptional(dotted),
  success: v.exactOptional(mapping({ at: dotted, is: list(text("a value in quotes"), "a list of values") })),
  noneFaults: v.optional(list(text("a fault's code"), "a list of faults' codes of SOAP"), []),
  query: v.optional(dictionary(text("a value in quotes")), {}),
  pages: v.exactOptional(PAGES),
  division: v.exactOptional(mapping({ parameter, digits: v.exactOptional(between(6, 12)) })),
  lookups: v.optional(
    dictionary(
      mapping({
        path: text("a path, an operation of SOAP, or a field of Query"),
        parameter,
        most: between(1, 1_000),
        separator: v.exactOptional(oneOf([",", ";", "|"])),
        rows: v.exactOptional(dotted),
        paged: v.optional(v.boolean("true or false"), false),
      }),
    ),
    {},
  ),
});

export type RestSettings = v.InferOutput<typeof REST>;
export type GraphqlSettings = v.InferOutput<typeof GRAPHQL>;
export type SoapSettings = v.InferOutput<typeof SOAP>;
export type Requests = v.InferOutput<typeof REQUESTS>;

/** Settings of an interface of which the file says nothing more. */
export const REST_DEFAULTS: RestSettings = { seconds: 5, bytes: 4_000_000, keepSeconds: 0 };

/** A type of which the file says nothing more: the answer itself is the list of rows. */
export const REQUESTS_DEFAULTS: Requests = { query: new Map(), lookups: new Map(), noneFaults: [] };

/** Names under `secrets` that each way of authorization needs. */
const SECRETS = { header: ["key"], clientCredentials: ["client", "secret"] } as const;

/** Names of secrets that the interface asks for. */
export function secretsOf({ authorization }: Pick<RestSettings, "authorization">): readonly string[] {
  if (authorization === undefined) return [];
  return (Object.keys(SECRETS) as (keyof typeof SECRETS)[]).flatMap((way) =>
    authorization[way] === undefined ? [] : [...SECRETS[way]],
  );
}

/** Types of fields by which rows can be looked up: what the graph says is what the old system understands. */
const LOOKED_UP = ["ID", "Int", "Enterprise", "ConstructionProject"];

/** What of a type's `requests` does not fit the rest of the type. */
export function problemOfRequests(
  { pages, division, lookups }: Requests,
  type: {
    readonly from: string;
    readonly fields: ReadonlyMap<string, { readonly type: string; readonly share?: string }>;
    readonly division: { readonly column?: string; readonly codes?: ReadonlyMap<string, string> };
  },
): Problem | undefined {
  if (pages !== undefined) {
    const places = [pages.number, pages.offset, pages.after].filter((place) => place !== undefined);
    if (places.length !== 1)
      return {
        at: ["requests", "pages"],
        expected: "one of number, offset and after, with its parameter",
        got: places[0],
      };
    if (
      (pages.after === undefined) !== (pages.cursor === undefined) ||
      (pages.more !== undefined && pages.after === undefined)
    )
      return {
        at: ["requests", "pages"],
        expected: "after, with the cursor of the answer's last row",
        got: pages.cursor,
      };
  }
  if (division !== undefined && (type.division.column === undefined || type.division.codes !== undefined))
    return {
      at: ["requests", "division"],
      expected: "a parameter for the division column of this type, without codes of its own",
      got: division.parameter,
    };
  for (const field of lookups.keys()) {
    const stated = type.fields.get(field);
    if (stated?.share === undefined || !LOOKED_UP.includes(stated.type))
      return {
        at: ["requests", "lookups", field],
        expected: `a shared field of type ${LOOKED_UP.join(", ")}`,
        got: field,
      };
  }
  return undefined;
}
