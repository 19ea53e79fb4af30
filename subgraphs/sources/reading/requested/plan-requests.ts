import { REQUESTS_DEFAULTS, type Requests } from "../../description/requests-description.ts";
import type { SourceType } from "../../description/source-description.ts";
import type { Conditions } from "../../../kit/rows/conditions.ts";

/** One question to the interface, whose answer holds rows at `rows`; undefined: the answer itself is the list. */
export interface PlannedRequest {
  /** Of REST a path, of SOAP an operation, of GraphQL a field of Query. */
  readonly path: string;
  /** Parameters, some of them several times. */
  readonly query: readonly (readonly [parameter: string, value: string])[];
  readonly rows: string | undefined;
  /** Whether the answer comes in pages, where the type has pages. */
  readonly paged: boolean;
  /** Columns of its rows that are needed, where the interface sends no others. */
  readonly columns?: readonly string[];
  /** Values beside the rows that are read: whether it succeeded, how many there are, where the next page begins. */
  readonly beside?: readonly string[];
}

/** How the rows of a query are asked for: by their keys, or page by page. */
export type RequestPlan =
  | { readonly kind: "lookup"; readonly requests: readonly PlannedRequest[] }
  | { readonly kind: "listing"; readonly request: PlannedRequest };

const parts = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

const lookupOf = (rest: Requests, where: Conditions): readonly PlannedRequest[] | undefined => {
  for (const clause of where) {
    const [asked, other] = clause;
    if (asked === undefined || other !== undefined || asked.compare !== "in") continue;
    const lookup = rest.lookups.get(asked.field);
    if (lookup === undefined) continue;
    const { path, parameter, most, separator, rows = rest.rows, paged } = lookup;
    const values = [...new Set((asked.value as readonly unknown[]).map(String))];
    return parts(values, most).map((some): PlannedRequest => {
      const joined = separator === undefined ? some : [some.join(separator)];
      return { path, query: [...rest.query, ...joined.map((value) => [parameter, value] as const)], rows, paged };
    });
  }
  return undefined;
};

/** The narrowest division inside which every asked row lies, where there is one. */
const divisionIn = (where: Conditions): string | undefined => {
  const single = where.flatMap((clause) => {
    const [one, other] = clause;
    const isOne = other === undefined && one?.field === "divisionCode" && one.compare === "startsWith";
    return isOne && typeof one.value === "string" && one.value !== "" ? [one.value] : [];
  });
  return single.toSorted((one, other) => other.length - one.length)[0];
};

/** A prefix as the interface wants it: "4111" of six digits is "411100", and of twelve digits the first six are a wider division. */
const inDigits = (prefix: string, digits: number | undefined): string =>
  digits === undefined ? prefix : prefix.slice(0, digits).padEnd(digits, "0");

/** How a query is asked. What is asked for may be more than what was wanted: whoever reads the answer has to look at each row. */
export function planOf(type: SourceType, where: Conditions): RequestPlan {
  const rest = type.requests ?? REQUESTS_DEFAULTS;
  const requests = lookupOf(rest, where);
  if (requests !== undefined) return { kind: "lookup", requests };
  const division = rest.division && divisionIn(where);
  const narrowed: readonly (readonly [string, string])[] =
    rest.division === undefined || division === undefined
      ? []
      : [[rest.division.parameter, inDigits(division, rest.division.digits)]];
  return {
    kind: "listing",
    request: { path: type.from, query: [...rest.query, ...narrowed], rows: rest.rows, paged: true },
  };
}
