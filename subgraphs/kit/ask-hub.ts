import { readFile } from "node:fs/promises";
import { DEPARTMENTS, SERVICES } from "./departments.ts";

/** An answer of the hub, as GraphQL over HTTP gives it. */
export interface HubAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message?: string;
    readonly extensions?: { readonly code?: string; readonly zh?: string; readonly subgraph?: string };
  }[];
}

/**
 * Asks the hub a question, as an app of the department's own, under its grants like anybody else's.
 * @returns the answer's data @throws an error that names the codes of what went wrong, and no data
 */
export type AskHub = (query: string, variables: object) => Promise<Readonly<Record<string, unknown>>>;

/** An old system that does not answer, or not as it should, is an input that is missing: what is worked out without it says so itself. */
const INPUT_MISSING: ReadonlySet<string> = new Set(["HUB_SOURCE_UNAVAILABLE", "HUB_SOURCE_DRIFT"]);

const SERVED: ReadonlySet<string> = new Set([...DEPARTMENTS, ...SERVICES].map(({ name }) => name));

type AnswerError = NonNullable<HubAnswer["errors"]>[number];

/** True of an old system; so it is where the process that reads it is gone, or there is none in this city. */
const isMissingInput = ({ extensions: { code = "", subgraph } = {} }: AnswerError): boolean =>
  INPUT_MISSING.has(code) || (code.startsWith("HUB_SUBGRAPH_") && subgraph !== undefined && !SERVED.has(subgraph));

/** Takes an answer apart. @throws when anything of it failed but an old system */
export function dataOf({ data, errors = [] }: HubAnswer): Readonly<Record<string, unknown>> {
  const failed = errors.filter((error) => !isMissingInput(error));
  const codes = new Set(failed.map(({ extensions }) => extensions?.code ?? "an error without a code"));
  if (codes.size > 0) throw new Error(`The hub answered with ${[...codes].join(", ")}`);
  if (!data) throw new Error("The hub gave no answer");
  return data;
}

/**
 * Asking by some way to the hub.
 * @param purpose that the app states in `x-purpose`
 * @param token of the app, asked for anew for each question
 * @param send carries one request to the gateway's GraphQL endpoint
 */
export function askBy(
  purpose: string,
  token: () => Promise<string>,
  send: (request: RequestInit) => Promise<Response>,
): AskHub {
  return async (query, variables) => {
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${await token()}`,
      "x-purpose": purpose,
    };
    const response = await send({ method: "POST", headers, body: JSON.stringify({ query, variables }) });
    return dataOf((await response.json()) as HubAnswer);
  };
}

/** Milliseconds in which one question must be answered. */
const LONGEST_ANSWER = 120_000;

/**
 * Asking over HTTP.
 * @param url of the gateway's GraphQL endpoint
 * @param purpose that the app states in `x-purpose`
 * @param tokenFile file with the app's token, read for each question: whoever renews it needs no restart
 */
export function askOverHttp(url: string, purpose: string, tokenFile: string): AskHub {
  const token = async (): Promise<string> => (await readFile(tokenFile, "utf8")).trim();
  return askBy(purpose, token, (request) => fetch(url, { ...request, signal: AbortSignal.timeout(LONGEST_ANSWER) }));
}
