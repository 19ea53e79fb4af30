import type { HubAnswer } from "../../subgraphs/kit/ask-hub.ts";

/** How an app asks: what goes along with each of its requests. */
export interface AppAsking {
  /** Address of the hub, without a path. */
  readonly hub: string;
  readonly app: string;
  readonly token: string;
  readonly purpose: string | undefined;
  readonly caseNumber: string | undefined;
}

/** What a hub says of an operation that the app's own schema does not have. */
export type NeededCoordinates = (operation: string, operationName: string) => Promise<readonly string[]>;

/** Milliseconds in which the hub must answer. */
const PATIENCE = 30_000;

const headersOf = ({ token, purpose, caseNumber }: AppAsking): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(purpose !== undefined && { "x-purpose": purpose }),
  ...(caseNumber !== undefined && { "x-case": encodeURIComponent(caseNumber) }),
});

const ask = async (asking: AppAsking, path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = { ...headersOf(asking), ...(init.body != null && { "content-type": "application/json" }) };
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(`${asking.hub}${path}`, { ...init, headers, signal, redirect: "error" }).catch((error: unknown) => {
    throw new Error(`No hub answers at ${asking.hub}`, { cause: error });
  });
};

/** An app's own schema as the hub gives it. Rejects with the hub's words when it gives none. */
export async function askForSchema(asking: AppAsking): Promise<string> {
  const response = await ask(asking, "/graphql/schema");
  if (response.ok) return response.text();
  const { errors = [] } = (await response.json().catch(() => ({}))) as {
    readonly errors?: readonly { readonly message: string }[];
  };
  throw new Error(`The hub gives no schema (${response.status}): ${errors.map(({ message }) => message).join(" ")}`);
}

const NEEDED = `query ($operation: String!, $operationName: String) {
  neededCoordinates(operation: $operation, operationName: $operationName)
}`;

/** Asks a hub which coordinates an operation needs. None where the hub itself does not know what it names. */
export function askForNeeded(asking: AppAsking): NeededCoordinates {
  return async (operation, operationName) => {
    const body = JSON.stringify({ query: NEEDED, variables: { operation, operationName } });
    const { data } = (await (await ask(asking, "/graphql", { method: "POST", body })).json()) as HubAnswer;
    return (data?.["neededCoordinates"] ?? []) as readonly string[];
  };
}
