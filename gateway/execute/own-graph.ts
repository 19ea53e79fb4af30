import { buildASTSchema, execute as executeGraphQL, GraphQLError, parse } from "graphql";
import type { Answer } from "../answer.ts";
import { explain, type Explanation } from "../decide/explain/explanation.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { limitError } from "../limit/callers/limit-error.ts";
import { operationIdOf } from "../../schema/registered-operation.ts";
import { factsOf } from "../operation/operation-facts.ts";
import { OWN_SDL } from "../supergraph/own-schema.ts";
import type { SubgraphAnswer, SubgraphRequest } from "./fetch/post.ts";
import { denialFacts } from "../../schema/denial.ts";

type ExplainedDenial = Explanation["coordinates"][number]["denials"][number];

const deniedOf = (denied: ExplainedDenial): object => ({
  ...denialFacts(denied),
  reason: denied.reason,
  message: denied.en,
  messageZh: denied.zh,
  path: denied.path,
  apply: denied.apply,
});

/** An explanation as a `HubExplanation` of the graph: the same facts under GraphQL's names. */
const explained = ({ coordinates, derived, ...sharing }: Explanation): object => ({
  ...sharing,
  coordinates: coordinates.map(({ share, denials, ...found }) => ({
    ...found,
    shareType: share,
    denials: denials.map(deniedOf),
  })),
  derived: Object.entries(derived).map(([department, inputs]) => ({ department, coordinates: inputs })),
});

const schema = buildASTSchema(parse(OWN_SDL));

/** The arguments of `Query.neededCoordinates`. */
interface Needed {
  readonly operation: string;
  readonly operationName?: string | null;
}

/** The arguments of `Query.whyDenied`. */
interface WhyDenied extends Needed {
  readonly purpose: string;
  readonly variables?: unknown;
}

/** An error inside an answer: it has no say in the answer's HTTP status. */
const inside = (error: GraphQLError): GraphQLError => {
  const { http, ...extensions } = error.extensions;
  return http === undefined ? error : new GraphQLError(error.message, { extensions });
};

/** One error for all that is wrong with the operation asked about. */
const mistakeOf = ({ errors }: Answer): GraphQLError | undefined => {
  const [first, ...others] = errors;
  if (!first || others.length === 0) return first;
  return new GraphQLError(errors.map(({ message }) => message).join(" "), { extensions: { ...first.extensions } });
};

/** Each question after the first is one operation more of its app's rate. */
const chargeFurther = async ({ caller, questions, hub }: Exchange): Promise<void> => {
  const { limiter, limits } = hub;
  const most = Math.max(1, limits.batch);
  if (questions.length > most) throw hubError("HUB_BATCH_TOO_LARGE", { actual: questions.length, limit: most });
  if (questions.length <= 1 || !limiter || !caller) return;
  const charge = await limiter.chargeRate(caller);
  if (charge.kind !== "allowed") throw limitError(charge, limiter.clock());
};

const variablesOf = (given: unknown): object => {
  if (given === undefined || given === null) return {};
  if (typeof given === "object" && !Array.isArray(given)) return given;
  throw hubError("HUB_INVALID_VARIABLE", { reason: { en: "variables must be an object", zh: "variables 应为对象" } });
};

/** Sends the operation that is asked about through the pipeline as far as its quotas, and explains what was decided. */
const answerWhyDenied = async (asking: Exchange, asked: WhyDenied): Promise<object> => {
  const { operation: text, purpose, operationName = null, variables } = asked;
  const exchange = asking.question({ query: text, operationName }, purpose);
  asking.questions.push({ exchange });
  await chargeFurther(asking);
  exchange.sent = { query: text, operationName, variables: variablesOf(variables) };
  const mistake = mistakeOf(await asking.hub.why(exchange));
  if (mistake) {
    exchange.decided = undefined;
    throw mistake;
  }
  if (!exchange.decided) throw hubError("HUB_NOT_READY", {});
  return explained(explain(exchange.decided.decision, exchange.decided.catalogue));
};

/** Sends the operation that is asked about through the first step of the pipeline. */
const readAbout = async (asking: Exchange, { operation: query, operationName = null }: Needed) => {
  const exchange = asking.question({ query, operationName }, "");
  asking.questions.push({ exchange });
  await chargeFurther(asking);
  const mistake = mistakeOf(await asking.hub.read(exchange));
  if (mistake) throw mistake;
  const { operation, hub } = exchange;
  if (!operation || !hub.governance) throw hubError("HUB_NOT_READY", {});
  return { operation, hub, policy: hub.governance.policy };
};

const answerNeeded = async (asking: Exchange, asked: Needed): Promise<readonly string[]> => {
  const { operation, policy } = await readAbout(asking, asked);
  return policy.needs(operation);
};

const answerFacts = async (asking: Exchange, asked: Needed): Promise<object> => {
  const { operation, hub } = await readAbout(asking, asked);
  const facts = await factsOf(hub, operation, asking.caller?.app ?? "");
  return { id: operationIdOf(asked.operation), ...facts };
};

const answering =
  <Asked>(answer: (asking: Exchange, asked: Asked) => Promise<unknown>) =>
  async (asked: Asked, exchange: Exchange): Promise<unknown> => {
    try {
      return await answer(exchange, asked);
    } catch (error) {
      throw error instanceof GraphQLError ? inside(error) : hubError("HUB_INTERNAL", {});
    }
  };

const rootValue = {
  whyDenied: answering(answerWhyDenied),
  neededCoordinates: answering(answerNeeded),
  operationFacts: answering(answerFacts),
};

/** Answers a fetch of the hub's own graph, in this process: `whyDenied`, `neededCoordinates`, `operationFacts`. Never rejects. */
export async function answerOwnGraph(
  exchange: Exchange,
  { document, body }: Pick<SubgraphRequest, "document" | "body">,
): Promise<SubgraphAnswer> {
  const { variables } = JSON.parse(body) as { readonly variables?: Readonly<Record<string, unknown>> };
  const result = await executeGraphQL({
    schema,
    document,
    rootValue,
    contextValue: exchange,
    variableValues: variables,
  });
  return { data: result.data ?? null, ...(result.errors && { errors: result.errors }) };
}
