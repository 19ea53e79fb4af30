import { buildASTSchema, execute, GraphQLError, parse, type DocumentNode } from "graphql";

import { hubError } from "../errors.ts";
import type { CallerLimiter } from "../limit/callers/caller-limiter.ts";
import { refusalOf } from "../limit/callers/refusal.ts";
import { settleQuotas } from "../limit/callers/settle-quotas.ts";
import { OWN_SDL } from "../supergraph/own-schema.ts";
import { explained } from "./explained.ts";
import { explain } from "./explanation.ts";
import { askingOf, type NotedQuestion, type WhyDeniedQuestion } from "./own-questions.ts";
import type { DecidedRequest } from "./request-decisions.ts";

const schema = buildASTSchema(parse(OWN_SDL));

/** An error inside an answer: it has no say in the answer's HTTP status. */
const inside = (error: GraphQLError): GraphQLError => {
  const { http, ...extensions } = error.extensions;
  return http === undefined ? error : new GraphQLError(error.message, { extensions });
};

/** What the quotas of the moment leave of a decision, without using any up. */
const asOfNow = async (decided: DecidedRequest, limiter: CallerLimiter | undefined): Promise<DecidedRequest> => {
  if (limiter === undefined) return decided;
  const settled = await settleQuotas(limiter, decided, "look");
  if (settled.refusal) throw refusalOf(settled.refusal, limiter.clock());
  return settled.decided;
};

/** The questions of one request: each after the first is one operation more of its app's rate. */
const createAnswer =
  (limiter: CallerLimiter | undefined, most: number) =>
  async (question: WhyDeniedQuestion, context: object): Promise<object> => {
    const asking = askingOf(context);
    if (!asking) throw hubError("HUB_NOT_READY", {});
    const { operation, purpose } = question;
    const noted: NotedQuestion = { operation, purpose, decision: undefined };
    const count = asking.questions.push(noted);
    if (count > most) throw hubError("HUB_BATCH_TOO_LARGE", { actual: count, limit: most });
    if (count > 1 && limiter) {
      const charge = await limiter.chargeRate(asking.caller);
      if (charge.kind !== "allowed") throw refusalOf(charge, limiter.clock());
    }
    const { decision, catalogue } = await asOfNow(asking.decide(question), limiter);
    noted.decision = decision;
    return explained(explain(decision, catalogue));
  };

/** One fetch of the hub's own graph, as a plan sends it. */
interface OwnFetch {
  readonly document: DocumentNode;
  readonly body: string;
  readonly context: object;
}

/** An answer of the hub's own graph; well-formed, whatever was asked. */
export interface OwnAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/**
 * Answers fetches of the hub's own graph, in this process: `whyDenied`. At most `most` questions of one request are
 * answered. Never rejects.
 */
export const createOwnExecutor = (
  limiter: CallerLimiter | undefined,
  most: number,
): ((fetch: OwnFetch) => Promise<OwnAnswer>) => {
  const answer = createAnswer(limiter, most);
  const rootValue = {
    whyDenied: async (question: WhyDeniedQuestion, context: object) => {
      try {
        return await answer(question, context);
      } catch (error) {
        throw error instanceof GraphQLError ? inside(error) : hubError("HUB_INTERNAL", {});
      }
    },
  };
  return async ({ document, body, context }) => {
    const { variables } = JSON.parse(body) as { readonly variables?: Readonly<Record<string, unknown>> };
    const result = await execute({ schema, document, rootValue, contextValue: context, variableValues: variables });
    return { data: result.data ?? null, ...(result.errors && { errors: result.errors }) };
  };
};
