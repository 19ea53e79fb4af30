import type { Problem } from "../../../../schema/parse.ts";
import { REQUESTS_DEFAULTS, type Requests } from "../../description/requests-description.ts";
import type { SourceDescription, SourceType } from "../../description/source-description.ts";
import type { DescribedMessage, OpenedService } from "./soap-service.ts";

type Operations = OpenedService["operations"];

interface Found {
  readonly value: string | DescribedMessage;
  readonly isList: boolean;
}

/** What stands at names with dots between them; a list stands for one of its own. */
const at = (message: DescribedMessage, path: string): Found | undefined => {
  let found: Found = { value: message, isList: false };
  for (const name of path.split(".")) {
    if (typeof found.value === "string") return undefined;
    const [one, list] = [name, `${name}[]`].map((key) =>
      typeof found.value !== "string" && Object.hasOwn(found.value, key) ? found.value[key] : undefined,
    );
    const value = one ?? list;
    if (value === undefined) return undefined;
    found = { value, isList: one === undefined };
  }
  return found;
};

/** A place of a type's description, from the type on, and the name that stands there. */
interface Named {
  readonly at: readonly string[];
  readonly name: string | undefined;
}

const missingIn = (message: DescribedMessage, named: readonly Named[], expected: string): readonly Problem[] =>
  named.flatMap(({ at: place, name }) =>
    name === undefined || at(message, name) !== undefined ? [] : [{ at: place, expected, got: name }],
  );

interface Sent {
  readonly query: Requests["query"];
  readonly pages?: Requests["pages"] | undefined;
}

/** Constants and pages, as requests send them. */
const sentOf = ({ query, pages }: Sent): readonly Named[] => [
  ...[...query.keys()].map((name) => ({ at: ["requests", "query", name], name })),
  { at: ["requests", "pages"], name: pages?.number ?? pages?.offset },
  { at: ["requests", "pages", "size"], name: pages?.size },
];

/** What is wrong with one operation: that it is not there, has no such list, or takes no such value. */
const ofOperation = (
  operations: Operations,
  name: string,
  rows: string | undefined,
  place: readonly string[],
  sent: readonly Named[],
): { readonly row: DescribedMessage | undefined; readonly problems: readonly Problem[] } => {
  const operation = operations.get(name);
  if (operation === undefined)
    return { row: undefined, problems: [{ at: place, expected: "an operation of the WSDL", got: name }] };
  const list = rows === undefined ? undefined : at(operation.output, rows);
  if (list === undefined || typeof list.value === "string") {
    const expected = `an operation that answers with records${rows === undefined ? ", which requests.rows names," : ` at ${rows}`} in the WSDL`;
    return { row: undefined, problems: [{ at: place, expected, got: name }] };
  }
  return { row: list.value, problems: missingIn(operation.input, sent, `a value that ${name} takes in the WSDL`) };
};

const ofType = (operations: Operations, type: SourceType): readonly Problem[] => {
  const { from, fields, division, asOf, requests = REQUESTS_DEFAULTS } = type;
  const narrowed = { at: ["requests", "division", "parameter"], name: requests.division?.parameter };
  const listed = [...sentOf(requests), narrowed];
  const { row, problems } = ofOperation(operations, from, requests.rows, ["from"], listed);
  if (row === undefined) return problems;
  const answered = [
    { at: ["requests", "success", "at"], name: requests.success?.at },
    { at: ["requests", "pages", "total"], name: requests.pages?.total },
  ];
  const columns = [
    { at: ["division", "column"], name: division.column },
    { at: ["asOf"], name: asOf },
    ...[...fields].map(([field, { column }]) => ({ at: ["fields", field, "column"], name: column })),
  ];
  const lookups = [...requests.lookups].flatMap(([field, { path, parameter, rows = requests.rows, paged }]) => {
    const place = ["requests", "lookups", field];
    // What is sent to the operation of the listing too is told of there.
    const constant = path === from ? [] : sentOf({ ...requests, pages: paged ? requests.pages : undefined });
    const sent = [{ at: [...place, "parameter"], name: parameter }, ...constant];
    return ofOperation(operations, path, rows, [...place, "path"], sent).problems;
  });
  return [
    ...problems,
    ...missingIn(operations.get(from)?.output ?? {}, answered, `a value of the answer of ${from} in the WSDL`),
    ...lookups,
    ...missingIn(row, columns, `an element of the records of ${from} in the WSDL`),
  ];
};

/**
 * Where a source.yaml asks for what the WSDL of its service does not have: operations, values of requests, lists of records, columns. Pure.
 * @param operations as the WSDL describes them
 */
export function wsdlProblems({ types }: SourceDescription, operations: Operations): readonly Problem[] {
  return [...types].flatMap(([name, type]) =>
    ofType(operations, type).map(({ at: place, ...problem }) => ({ at: ["types", name, ...place], ...problem })),
  );
}
