import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { request, type IncomingMessage } from "node:http";
import type { Dice } from "../../gateway/decide/fixtures/random-graph.ts";
import type { World } from "./world.ts";

/** One request to the hub over HTTP. */
export interface RandomRequest {
  readonly method: "GET" | "POST";
  readonly query: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Operations in it. */
  readonly operations: number;
  /** Milliseconds after which the caller leaves; undefined waits for the answer. */
  readonly leavesAfter: number | undefined;
}

/** Words for variables, names and texts from usual to absurd. */
const padding = (roll: Dice): string =>
  roll.pick(["", "x", "长", "\\", "\u0007"]).repeat(roll.pick([1, 100, 3_000, 40_000, 200_000]));

/** Questions of people, firms and lists: some find nobody, some find too much for one answer. */
const operationOf = (
  roll: Dice,
  { citizenNumbers, creditCodes }: People,
): { readonly query: string; readonly variables: Record<string, unknown>; readonly operationName?: string } => {
  const name = roll.pick(["", "Q", "Q", "N".repeat(roll.pick([64, 5_000]))]);
  const variable = roll.pick(["n", "n", "v".repeat(roll.pick([64, 5_000, 20_000]))]);
  const twice = roll.chance(0.2) ? `again: person(citizenNumber: $${variable}) { id }` : "";
  const person = {
    query: `query ${name || "Q"}($${variable}: CitizenNumber!, $t: String!) { person(citizenNumber: $${variable}) { name household { members { name monthlyIncome } address } } subsistenceCase(authorizationNumber: $t) { check { decision } } ${twice} }`,
    variables: { [variable]: roll.pick(citizenNumbers), t: padding(roll) },
  };
  const firm = {
    query: `query ${name || "Q"}($${variable}: CreditCode!) { enterprise(creditCode: $${variable}) { name taxCredits { grade arrears } constructionProjects { wageWarning(asOf: "2026-10-31") { level } } } }`,
    variables: { [variable]: roll.pick(creditCodes) },
  };
  const list = {
    query: `query ${name || "Q"}($${variable}: Int) { people(division: "4111", first: $${variable}) { edges { node { name address citizenNumber household { address } } } } }`,
    variables: { [variable]: roll.pick([0, 3, 400, 1_000]) },
  };
  const asked = roll.pick([person, person, firm, list]);
  const undeclared = Object.fromEntries(
    Array.from({ length: roll.pick([0, 0, 1, 200]) }, (_, nth) => [`u${nth}${roll.pick(["", "长"])}`, padding(roll)]),
  );
  const deep = roll.chance(0.1) ? { deep: JSON.parse(`${"[".repeat(30)}${"]".repeat(30)}`) as unknown } : {};
  return {
    ...asked,
    variables: { ...undeclared, ...asked.variables, ...deep },
    ...(roll.chance(0.3) ? { operationName: name || "Q" } : {}),
  };
};

/** Whom random requests ask about. */
export interface People {
  readonly citizenNumbers: readonly string[];
  readonly creditCodes: readonly string[];
}

/** A random request by a random transport. */
export const randomRequest = (roll: Dice, people: People): RandomRequest => {
  const leavesAfter = roll.chance(0.25) ? roll.below(60) : undefined;
  const headers = roll.pick([{}, {}, {}, { "x-on-denied": "reject" }, { "x-dry-run": "true" }]);
  const one = operationOf(roll, people);
  const way = roll.pick(["POST", "POST", "GET", "batch"]);
  if (way === "GET") {
    const query = new URLSearchParams({ query: one.query, variables: JSON.stringify(one.variables) }).toString();
    if (query.length < 12_000)
      return { method: "GET", query: `?${query}`, body: "", headers, operations: 1, leavesAfter };
  }
  const all =
    way === "batch" ? [one, ...Array.from({ length: roll.below(3) }, () => operationOf(roll, people))] : [one];
  const body = JSON.stringify(way === "batch" ? all : one);
  return {
    method: "POST",
    query: "",
    body,
    headers: { "content-type": "application/json", ...headers },
    operations: all.length,
    leavesAfter,
  };
};

const traceOf = (request: IncomingMessage): string | undefined =>
  /^00-([0-9a-f]{32})-/.exec(String(request.headers["traceparent"]))?.[1];

/**
 * Sends requests and holds what departments were asked against what the ledger recorded, request by request. Departments run in
 * this process: their servers tell of each fetch as it arrives.
 */
export async function unrecordedOf(
  world: World,
  url: string,
  requests: Iterable<RandomRequest>,
): Promise<readonly object[]> {
  const fetched = new Map<string, number>();
  const onFetch = (message: unknown): void => {
    const trace = traceOf((message as { readonly request: IncomingMessage }).request);
    if (trace !== undefined) fetched.set(trace, (fetched.get(trace) ?? 0) + 1);
  };
  const recordedOf = (trace: string): number => world.city.records.filter(({ traceId }) => traceId === trace).length;
  const isRecorded = async (trace: string, operations: number): Promise<boolean> => {
    for (const end = performance.now() + 20_000; performance.now() < end;) {
      if (recordedOf(trace) >= operations) return true;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return false;
  };
  const missing: object[] = [];
  subscribe("http.server.request.start", onFetch);
  try {
    for (const random of requests) {
      fetched.clear();
      const status = await send(world, url, random);
      for (const [trace, fetches] of fetched) {
        if (await isRecorded(trace, status === undefined ? 1 : random.operations)) continue;
        missing.push({
          ...random,
          body: random.body.slice(0, 600),
          size: random.body.length,
          status,
          fetches,
          records: recordedOf(trace),
        });
      }
    }
  } finally {
    unsubscribe("http.server.request.start", onFetch);
  }
  return missing;
}

/** The answer's status; undefined when the caller left before it. */
const send = (
  { headersOf }: World,
  url: string,
  { method, query, body, headers, leavesAfter }: RandomRequest,
): Promise<number | undefined> =>
  new Promise((resolve) => {
    const options = { method, agent: false, headers: { accept: "application/json", ...headersOf(), ...headers } };
    const sent = request(`${url}${query}`, options, (response) => {
      response.resume().once("close", () => {
        resolve(response.complete ? response.statusCode : undefined);
      });
    });
    sent.once("error", () => {
      resolve(undefined);
    });
    sent.end(body);
    if (leavesAfter !== undefined) setTimeout(() => sent.destroy(), leavesAfter);
  });
