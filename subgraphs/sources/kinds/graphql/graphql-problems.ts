import { isInputObjectType, type GraphQLSchema } from "graphql";
import type { Problem } from "../../../../schema/parse.ts";
import { REQUESTS_DEFAULTS, type Requests } from "../../description/requests-description.ts";
import type { SourceDescription, SourceType } from "../../description/source-description.ts";
import { entryOf, isDemanded, isValue, itemsOf, nullableOf, rowsAt, typeAt } from "./endpoint-schema.ts";

/** A place of a type's description, from the type on, and the name that stands there. */
interface Named {
  readonly at: readonly string[];
  readonly name: string | undefined;
  /** Whether several values are sent at once. */
  readonly several?: boolean;
}

type Argument = NonNullable<ReturnType<typeof entryOf>>["args"][number];

/** Type of an argument at names with dots between them, through its input types. */
const argumentAt = (known: readonly Argument[], path: string): unknown => {
  const [first, ...deeper] = path.split(".");
  return deeper.reduce<unknown>(
    (within, name) => {
      const own = nullableOf(within);
      return isInputObjectType(own) ? own.getFields()[name]?.type : undefined;
    },
    known.find(({ name }) => name === first)?.type,
  );
};

/** What of a request the schema does not know, or demands besides. */
const ofArguments = (
  known: readonly Argument[],
  field: string,
  place: readonly string[],
  sent: readonly Named[],
): readonly Problem[] => {
  const names = sent.flatMap(({ name }) => (name === undefined ? [] : [name.split(".")[0]]));
  const demanded = known.filter((argument) => isDemanded(argument) && !names.includes(argument.name));
  return [
    ...sent.flatMap(({ at, name, several = false }) => {
      if (name === undefined) return [];
      const type = argumentAt(known, name);
      if (type === undefined) return [{ at, expected: `an argument of ${field} in the schema`, got: name }];
      return several && itemsOf(type) === undefined
        ? [{ at, expected: `an argument of ${field} that takes a list`, got: name }]
        : [];
    }),
    ...demanded.map(({ name }) => ({
      at: place,
      expected: `the argument ${name}, which ${field} demands`,
      got: undefined,
    })),
  ];
};

const constants = ({ query }: Requests): readonly Named[] =>
  [...query.keys()].map((name) => ({ at: ["requests", "query", name], name }));

const pagesOf = ({ pages }: Requests): readonly Named[] => [
  { at: ["requests", "pages"], name: pages?.number ?? pages?.offset ?? pages?.after },
  { at: ["requests", "pages", "size"], name: pages?.size },
];

/** A field of Query, and what is wrong with it: that it is not there, has no such list, or takes no such arguments. */
const ofField = (
  schema: GraphQLSchema,
  name: string,
  rows: string | undefined,
  place: readonly string[],
  sent: readonly Named[],
) => {
  const entry = entryOf(schema, name);
  if (entry === undefined)
    return { row: undefined, problems: [{ at: place, expected: "a field of Query in the schema", got: name }] };
  const row = rowsAt(entry.type, rows);
  const at = rows === undefined ? "" : ` at ${rows}`;
  if (row === undefined)
    return {
      row,
      problems: [{ at: place, expected: `a field that answers with a list${at} in the schema`, got: name }],
    };
  return { row, problems: ofArguments(entry.args, name, place, sent) };
};

const missing = (within: Parameters<typeof typeAt>[0], named: readonly Named[], expected: string): readonly Problem[] =>
  named.flatMap(({ at, name }) =>
    name === undefined || isValue(typeAt(within, name)) ? [] : [{ at, expected, got: name }],
  );

const ofType = (schema: GraphQLSchema, type: SourceType): readonly Problem[] => {
  const { from, fields, division, asOf, requests = REQUESTS_DEFAULTS } = type;
  const { success, pages, lookups } = requests;
  const narrowed = { at: ["requests", "division", "parameter"], name: requests.division?.parameter };
  const listed = [...constants(requests), ...pagesOf(requests), narrowed];
  const { row, problems } = ofField(schema, from, requests.rows, ["from"], listed);
  if (row === undefined) return problems;
  const beside = [
    { at: ["requests", "success", "at"], name: success?.at },
    ...(["total", "cursor", "more"] as const).map((part) => ({ at: ["requests", "pages", part], name: pages?.[part] })),
  ];
  const columns = [
    { at: ["division", "column"], name: division.column },
    { at: ["asOf"], name: asOf },
    ...[...fields].map(([field, { column }]) => ({ at: ["fields", field, "column"], name: column })),
  ];
  const looked = [...lookups].flatMap(([field, { path, parameter, most, separator, rows = requests.rows, paged }]) => {
    const at = ["requests", "lookups", field];
    const several = most > 1 && separator === undefined;
    const sent = [
      { at: [...at, "parameter"], name: parameter, several },
      // What is sent to the field of the listing too is told of there.
      ...(path === from ? [] : [...constants(requests), ...(paged ? pagesOf(requests) : [])]),
    ];
    const demandedElsewhere = path === from ? listed : [];
    const found = ofField(schema, path, rows, [...at, "path"], [...sent, ...demandedElsewhere]);
    return found.problems.filter((problem) => !problems.some((known) => known.at.join() === problem.at.join()));
  });
  return [
    ...problems,
    ...missing(entryOf(schema, from)?.type, beside, `a value of the answer of ${from} in the schema`),
    ...looked,
    ...missing(row, columns, `a value of the rows of ${from} in the schema, which takes no arguments`),
  ];
};

/**
 * Where a source.yaml asks for what the schema of its endpoint does not have: fields of Query, arguments, lists of rows, columns. Pure.
 * @param schema as it stands beside the file, or as the endpoint tells it now
 */
export function graphqlProblems({ types }: SourceDescription, schema: GraphQLSchema): readonly Problem[] {
  return [...types].flatMap(([name, type]) =>
    ofType(schema, type).map(({ at, ...problem }) => ({ at: ["types", name, ...at], ...problem })),
  );
}
