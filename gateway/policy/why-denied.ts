import { GraphQLError } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { contextOf, type RequestContext } from "../context.ts";
import { hubError } from "../errors.ts";
import { parseRequest, type AskedOperation } from "../limit/parse-request.ts";
import type { Step } from "../step.ts";

/** Where the question is asked. */
const WHY = "/why";

/** The operation that is asked about, with the purpose it would state. */
interface WhyDenied extends AskedOperation {
  purpose?: unknown;
}

interface DryRun {
  readonly errors?: readonly unknown[];
  readonly extensions?: { readonly sharing?: { readonly dryRun?: true } };
}

type Handle = (request: Request, context: RequestContext) => Response | Promise<Response>;

const json = (status: number, body: unknown, headers = new Headers()): Response => {
  headers.delete("content-length");
  headers.set("content-type", "application/json; charset=utf-8");
  headers.set("cache-control", "no-store");
  return new Response(JSON.stringify(body), { status, headers });
};

const invalid = (reason: string): GraphQLError => hubError("HUB_BODY_INVALID", { reason });

/** The same operation as a dry run: it takes the way of every other, and every limit and record on it. */
const dryRunOf = (request: Request, { purpose, query, operationName, variables }: WhyDenied): Request => {
  const headers = new Headers(request.headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding", "x-on-denied"]) headers.delete(name);
  headers.set("content-type", "application/json");
  headers.set("accept", "application/graphql-response+json");
  headers.set("x-dry-run", "true");
  if (purpose !== undefined) {
    // What no header can hold is no purpose that a request could state.
    if (typeof purpose !== "string" || !/^[\x20-\x7e]*$/.test(purpose)) throw invalid("purpose is not a code");
    headers.set("x-purpose", purpose);
  }
  const body = JSON.stringify({ query, operationName, variables });
  return new Request(new URL("/graphql", request.url), { method: "POST", headers, body });
};

const explanationIn = async (response: Response): Promise<Response> => {
  const { errors, extensions } = (await response.json()) as DryRun;
  const { headers, status } = response;
  if (extensions?.sharing?.dryRun !== true) {
    if (errors !== undefined) return json(status, { errors }, new Headers(headers));
    throw invalid("the operation asks for no data, so nothing is decided");
  }
  return json(200, { ...extensions.sharing, dryRun: undefined }, new Headers(headers));
};

const answer = async (
  request: Request,
  context: RequestContext,
  handle: Handle,
  limits: GatewayLimits,
): Promise<Response> => {
  try {
    const asked = await parseRequest(request, context.req, limits);
    if (Array.isArray(asked)) throw invalid("the body is a list; ask about one operation");
    // The body of Node's own request is read: what handles the dry run must take the one that it is given.
    const inner: RequestContext = { ...context };
    delete inner.req;
    return await explanationIn(await handle(dryRunOf(request, asked), inner));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { http, ...extensions } = error.extensions as { readonly http?: { readonly status: number } };
    return json(http?.status ?? 400, { errors: [{ message: error.message, extensions }] });
  }
};

/**
 * `POST /why` with `{ query, operationName, variables, purpose }` and the caller's token: why each coordinate would be
 * given, masked or denied, as an `Explanation`. It IS a dry run of the operation, so it can say nothing else than what is
 * enforced; it counts against the caller's rate and is recorded like one. Errors come as `{ errors }`.
 */
export const whyDenied: Step = ({ limits }) => ({
  plugins: [
    {
      onRequest: async (event) => {
        const { request, url, serverContext } = event;
        if (request.method !== "POST" || url.pathname !== WHY) return;
        const handle: Handle = (dryRun, context) => event.requestHandler(dryRun, context as never);
        event.endResponse(await answer(request, contextOf(serverContext), handle, limits));
      },
    },
  ],
});
