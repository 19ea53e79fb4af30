import type { Problem } from "../../../../schema/parse.ts";
import { REQUESTS_DEFAULTS, type Requests } from "../../description/requests-description.ts";
import type { SourceDescription, SourceType } from "../../description/source-description.ts";
import { OpenApi } from "./openapi.ts";

/** A place of a type's description, from the type on, and the name of the old system that stands there. */
interface Named {
  readonly at: readonly string[];
  readonly name: string;
}

/** Parameters that a listing sends, and with them every request in pages. */
const pageParameters = ({ pages }: Requests): readonly Named[] =>
  pages === undefined
    ? []
    : [
        { at: ["requests", "pages"], name: pages.number ?? pages.offset ?? "" },
        { at: ["requests", "pages", "size"], name: pages.size },
      ];

const constants = ({ query }: Requests): readonly Named[] =>
  [...query.keys()].map((name) => ({ at: ["requests", "query", name], name }));

/** What of a request the document does not know, or demands besides. */
const ofRequest = (api: OpenApi, path: string, at: readonly string[], sent: readonly Named[]): readonly Problem[] => {
  const known = api.parameters(path);
  const demanded = [...known].flatMap(([name, required]) =>
    required && !sent.some((one) => one.name === name) ? [name] : [],
  );
  return [
    ...sent.flatMap(({ at: place, name }) =>
      known.has(name)
        ? []
        : [{ at: place, expected: `a query parameter of ${path} in the OpenAPI document`, got: name }],
    ),
    ...demanded.map((name) => ({ at, expected: `the parameter ${name}, which ${path} demands`, got: undefined })),
  ];
};

/** Schema of the rows with which a path answers, or why it has none. */
const rowsOf = (api: OpenApi, path: string, rows: string | undefined, at: readonly string[]) => {
  const answer = api.answer(path);
  const list = rows === undefined ? answer : api.at(answer, rows);
  const row = api.items(list);
  if (row !== undefined) return { row, problems: [] };
  const place = rows === undefined ? "" : ` at ${rows}`;
  return {
    row,
    problems: [{ at, expected: `a path that answers GET with a list${place} in the OpenAPI document`, got: path }],
  };
};

const ofAnswer = (api: OpenApi, from: string, { success, pages }: Requests): readonly Problem[] => {
  const named = [
    { at: ["requests", "success", "at"], name: success?.at },
    { at: ["requests", "pages", "total"], name: pages?.total },
  ];
  return named.flatMap(({ at, name }) =>
    name === undefined || api.at(api.answer(from), name) !== undefined
      ? []
      : [{ at, expected: `a property of the answer of ${from} in the OpenAPI document`, got: name }],
  );
};

const ofLookups = (api: OpenApi, requests: Requests): readonly Problem[] =>
  [...requests.lookups].flatMap(([field, { path, parameter, rows = requests.rows, paged }]) => {
    const at = ["requests", "lookups", field];
    const { row, problems } = rowsOf(api, path, rows, [...at, "path"]);
    if (row === undefined) return problems;
    const sent = [
      { at: [...at, "parameter"], name: parameter },
      ...constants(requests),
      ...(paged ? pageParameters(requests) : []),
    ];
    return ofRequest(api, path, at, sent);
  });

const ofColumns = (api: OpenApi, row: unknown, { from, fields, division, asOf }: SourceType): readonly Problem[] => {
  const named = [
    { at: ["division", "column"], name: division.column },
    { at: ["asOf"], name: asOf },
    ...[...fields].map(([field, { column }]) => ({ at: ["fields", field, "column"], name: column })),
  ];
  return named.flatMap(({ at, name }) =>
    name === undefined || api.at(row, name) !== undefined
      ? []
      : [{ at, expected: `a property of the rows of ${from} in the OpenAPI document`, got: name }],
  );
};

const ofType = (api: OpenApi, type: SourceType): readonly Problem[] => {
  const requests = type.requests ?? REQUESTS_DEFAULTS;
  const { row, problems } = rowsOf(api, type.from, requests.rows, ["from"]);
  if (row === undefined) return problems;
  const division = requests.division && {
    at: ["requests", "division", "parameter"],
    name: requests.division.parameter,
  };
  const sent = [...constants(requests), ...pageParameters(requests), ...(division ? [division] : [])];
  return [
    ...ofAnswer(api, type.from, requests),
    ...ofRequest(api, type.from, ["from"], sent),
    ...ofLookups(api, requests),
    ...ofColumns(api, row, type),
  ];
};

/**
 * Where a source.yaml asks for what the OpenAPI document of its system does not have: paths, parameters, lists of rows, columns. Pure.
 * @param document as it was read, references and all
 */
export function openApiProblems({ types }: SourceDescription, document: unknown): readonly Problem[] {
  const api = new OpenApi(document);
  return [...types].flatMap(([name, type]) =>
    ofType(api, type).map(({ at, ...problem }) => ({ at: ["types", name, ...at], ...problem })),
  );
}
