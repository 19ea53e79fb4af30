import type { GraphQLSchema } from "graphql";
import type { GraphqlSettings } from "../../description/requests-description.ts";
import { authorizationOf, type Authorization } from "../../reading/authorization.ts";
import { AnswerRefused, httpSystem, textOf, type HttpAnswer, type HttpSystem } from "../../reading/bounded-http.ts";
import type { OpenSource } from "../../reading/reader.ts";
import { at } from "../../reading/requested/answered-rows.ts";
import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import type { AskedInterface } from "../../reading/requested/requested-reader.ts";
import { readToldJson } from "../../reading/requested/told-json.ts";
import { writeDocument, type WrittenDocument } from "./write-document.ts";

/** Milliseconds after which a column that was gone is asked for again. */
const AGAIN = 600_000;

/** Questions about the same rows, each without the columns that the one before was refused for. */
const MOST_TRIES = 4;

/** What an endpoint is asked, as GraphQL over HTTP has it. */
export interface Question {
  readonly query: string;
  readonly variables?: object;
}

interface Answered {
  readonly data: unknown;
  /** None of a success. */
  readonly errors: readonly unknown[];
}

/** @throws AnswerRefused `STATUS_…`, `NOT_JSON`, `ENCODING`, `NO_DATA` */
const answeredIn = (answer: HttpAnswer): Answered => {
  const { status } = answer;
  // A question that is not valid comes back with 400 and its errors.
  if (status !== 200 && status !== 400) throw new AnswerRefused(`STATUS_${status}`);
  const body = readToldJson(textOf(answer));
  const [data, errors] = [at(body, "data"), at(body, "errors")];
  if (Array.isArray(errors) && errors.length > 0) return { data, errors };
  if (status !== 200) throw new AnswerRefused(`STATUS_${status}`);
  if (typeof data !== "object" || data === null) throw new AnswerRefused("NO_DATA");
  return { data, errors: [] };
};

/** Lines of the document of which an error speaks; what else it says is not looked at. */
const linesIn = (error: unknown): readonly number[] => {
  const locations = at(error, "locations");
  return Array.isArray(locations) ? locations.map((location) => Number(at(location, "line"))) : [];
};

/** Columns for which a question was refused before it was carried out; undefined where it was refused for anything else. */
const refusedColumns = ({ data, errors }: Answered, { columnsAt }: WrittenDocument): readonly string[] | undefined => {
  if ((data ?? null) !== null) return undefined;
  const refused = errors.map((error) => linesIn(error).flatMap((line) => columnsAt.get(line) ?? []));
  return refused.every((columns) => columns.length > 0) ? refused.flat() : undefined;
};

/** Asks one GraphQL endpoint. */
export class GraphqlEndpoint implements AskedInterface {
  readonly single = false;
  readonly #schema: GraphQLSchema;
  readonly #system: HttpSystem;
  readonly #authorization: Authorization;
  readonly #path: string;
  readonly #gone = new Map<string, Map<string, number>>();

  constructor(schema: GraphQLSchema, system: HttpSystem, authorization: Authorization, path: string) {
    this.#schema = schema;
    this.#system = system;
    this.#authorization = authorization;
    this.#path = path;
  }

  readonly gone = (path: string): ReadonlySet<string> => {
    const now = performance.now();
    return new Set([...(this.#gone.get(path) ?? [])].flatMap(([column, until]) => (now < until ? [column] : [])));
  };

  /**
   * What a field of Query answers, whole. One that does not know a column any more is asked without it, and `gone` tells of it.
   * @throws AnswerRefused `ERRORS` for an answer with any error, `FIELD`, `ARGUMENT`, `STATUS_…`, `NOT_JSON`, `NO_DATA`, `ENCODING`
   */
  async ask(request: PlannedRequest): Promise<unknown> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const gone = this.gone(request.path);
      const columns = (request.columns ?? []).filter((column) => !gone.has(column));
      const document = writeDocument(this.#schema, { ...request, columns });
      const { query, variables } = document;
      const answer = await this.answer({ query, variables });
      if (answer.errors.length === 0) return at(answer.data, request.path);
      const refused = refusedColumns(answer, document);
      if (refused === undefined) break;
      const known = this.#gone.get(request.path) ?? new Map<string, number>();
      for (const column of refused) known.set(column, performance.now() + AGAIN);
      this.#gone.set(request.path, known);
    }
    throw new AnswerRefused("ERRORS");
  }

  /** The answer to one question, errors and all: they MUST NOT reach a caller. */
  async answer(question: Question): Promise<Answered> {
    const first = await this.#once(question);
    if (first.status === 401) this.#authorization.refused();
    return answeredIn(first.status === 401 ? await this.#once(question) : first);
  }

  async #once(question: Question): Promise<HttpAnswer> {
    const headers = {
      accept: "application/graphql-response+json, application/json;q=0.9",
      "content-type": "application/json",
      ...(await this.#authorization.headers()),
    };
    return this.#system.ask({ path: this.#path, method: "POST", headers, body: JSON.stringify(question) });
  }
}

/**
 * The way to a GraphQL endpoint.
 * @param schema what it is known to take and answer
 * @throws Error at once for an address or a secret that cannot be used
 */
export function openGraphql(
  schema: GraphQLSchema,
  settings: Omit<GraphqlSettings, "schema">,
  { place, secret, concurrency }: Pick<OpenSource, "place" | "secret"> & { readonly concurrency: number },
): { readonly endpoint: GraphqlEndpoint; readonly system: HttpSystem } {
  const system = httpSystem(place, { ...settings, concurrency });
  const authorization = authorizationOf(system, settings, secret);
  return { endpoint: new GraphqlEndpoint(schema, system, authorization, settings.path), system };
}
