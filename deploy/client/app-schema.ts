import { APPLY_RELATION } from "../../gateway/front/serve-schema.ts";
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

/** What a hub says about what the app's own schema does not have. */
export interface HubKnows {
  /** Every coordinate that an operation needs; none where the hub itself does not know what it names. */
  readonly neededBy: (operation: string, operationName: string) => Promise<readonly string[]>;
  /** Names of the fields that a type has in the whole graph. */
  readonly fieldsOf: (typeName: string) => Promise<readonly string[]>;
}

/** Milliseconds in which the hub must answer. */
const PATIENCE = 30_000;

/** The headers by which a request is the app's, for its purpose and its case. */
export function headersOf({
  token,
  purpose,
  caseNumber,
}: Pick<AppAsking, "token" | "purpose" | "caseNumber">): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    ...(purpose !== undefined && { "x-purpose": purpose }),
    ...(caseNumber !== undefined && { "x-case": encodeURIComponent(caseNumber) }),
  };
}

const ask = async (asking: AppAsking, path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = { ...headersOf(asking), ...(init.body != null && { "content-type": "application/json" }) };
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(`${asking.hub}${path}`, { ...init, headers, signal, redirect: "error" }).catch((error: unknown) => {
    throw new Error(`No hub answers at ${asking.hub}`, { cause: error });
  });
};

/** An app's own schema, with where one applies for more. */
export interface AppSchema {
  readonly sdl: string;
  /** URL of the form of an application; undefined where the hub names none. */
  readonly applyAt: string | undefined;
}

const APPLY_LINK = new RegExp(`<([^<>]+)>; *rel="${APPLY_RELATION.replaceAll(".", String.raw`\.`)}"`);

/** An app's own schema as the hub gives it. Rejects with the hub's words when it gives none. */
export async function askForSchema(asking: AppAsking): Promise<AppSchema> {
  const response = await ask(asking, "/graphql/schema");
  if (response.ok) {
    const place = APPLY_LINK.exec(response.headers.get("link") ?? "")?.[1];
    const isUrl = place !== undefined && URL.canParse(place, asking.hub);
    return { sdl: await response.text(), applyAt: isUrl ? new URL(place, asking.hub).href : undefined };
  }
  const { errors = [] } = (await response.json().catch(() => ({}))) as {
    readonly errors?: readonly { readonly message: string }[];
  };
  throw new Error(`The hub gives no schema (${response.status}): ${errors.map(({ message }) => message).join(" ")}`);
}

const NEEDED = `query ($operation: String!, $operationName: String) {
  neededCoordinates(operation: $operation, operationName: $operationName)
}`;
const FIELDS = `query ($name: String!) { __type(name: $name) { fields { name } } }`;

/** Asks a hub one question, as the app. */
export async function answerTo(asking: AppAsking, query: string, variables: object): Promise<HubAnswer> {
  const response = await ask(asking, "/graphql", { method: "POST", body: JSON.stringify({ query, variables }) });
  return (await response.json()) as HubAnswer;
}

/** Asks a hub about its whole graph, as the app. */
export function askAbout(asking: AppAsking): HubKnows {
  const dataFor = async (query: string, variables: object) => (await answerTo(asking, query, variables)).data ?? {};
  return {
    neededBy: async (operation, operationName) =>
      ((await dataFor(NEEDED, { operation, operationName }))["neededCoordinates"] ?? []) as readonly string[],
    fieldsOf: async (name) => {
      const { __type: type } = (await dataFor(FIELDS, { name })) as {
        readonly __type?: { readonly fields?: readonly { readonly name: string }[] | null } | null;
      };
      return (type?.fields ?? []).map((field) => field.name);
    },
  };
}
