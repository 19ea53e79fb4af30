import { hubError } from "../errors.ts";
import type { Hub } from "../exchange.ts";
import type { LoadedGovernance } from "../decide/create-governance.ts";
import { isObject, type JsonObject } from "../execute/json.ts";
import { relayed, type RelayedQuestion } from "../front/in-process.ts";
import type { HttpAnswer, HttpRequest } from "../front/http.ts";
import { caseNumberOf } from "../grant/case-number.ts";
import type { Grant } from "../grant/compile-grant.ts";
import { demandGrant } from "../grant/grant-step.ts";
import type { Caller } from "../authenticate/caller.ts";
import { limitError } from "../limit/callers/limit-error.ts";
import { freeTextsAmong, toldData } from "./told-data.ts";
import type { ToolResult } from "./tool.ts";

/** A hub that governs. */
export type GovernedHub = Hub & { readonly governance: LoadedGovernance };

/** Answers GraphQL over HTTP, as the gateway's front does. */
export type AnswerGraphQL = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> | undefined;

/** Whoever calls a tool, and what they hold. */
export interface Asker {
  readonly hub: GovernedHub;
  readonly app: string;
  /** `x-purpose` of the connection; a model does not choose it. null: none is stated. */
  readonly purpose: string | null;
  /** What they hold for the purpose; undefined where none is stated. */
  readonly grant: Grant | undefined;
  /** A grant demands of them to ask by registered operations: no text of a tool's would be read. */
  readonly onlyRegistered: boolean;
  /** Puts a question through every step of the pipeline and tells its answer as data. */
  readonly ask: (question: RelayedQuestion) => Promise<ToolResult>;
  /** The same with the answer as it came, for a tool that makes something of it. */
  readonly answerTo: (question: RelayedQuestion) => Promise<JsonObject>;
  /** One operation of the app's rate, for what asks nothing of the pipeline. @throws HUB_RATE_LIMITED, HUB_LIMITS_UNAVAILABLE */
  readonly charge: () => Promise<void>;
}

const sharingOf = (answer: JsonObject): JsonObject => {
  const extensions = answer["extensions"];
  const sharing = isObject(extensions) ? extensions["sharing"] : undefined;
  return isObject(sharing) ? sharing : {};
};

/** The parts of an answer that a model needs, with the place of everything that is missing. */
const foundIn = (hub: GovernedHub, answer: JsonObject): JsonObject => {
  const { schema, governance } = hub;
  const { receipt, denials, outcomes, purpose, grants } = sharingOf(answer);
  const texts = isObject(outcomes) ? freeTextsAmong(outcomes, governance.policy.catalogue, schema) : [];
  return {
    ...(receipt !== undefined && { receipt }),
    ...(purpose !== undefined && { purpose, grants }),
    ...(texts.length > 0 && { freeTexts: texts }),
    ...(Array.isArray(denials) && denials.length > 0 && { denials }),
    ...(answer["errors"] !== undefined && { errors: answer["errors"] }),
    data: answer["data"] ?? null,
  };
};

/** The hub as this request's sender may ask it. @throws HUB_OFFICER_INACTIVE, HUB_CASE_INVALID, HUB_NOT_READY */
export function askerOf(
  request: HttpRequest,
  { hub, caller, agent, answer }: { hub: GovernedHub; caller: Caller; agent: string; answer: AnswerGraphQL },
): Asker {
  const { governance, limiter, limits } = hub;
  const purpose = request.header("x-purpose")?.trim() || null;
  const caseNumber = caseNumberOf(request.header("x-case"));
  const grant =
    purpose === null ? undefined : demandGrant(governance, { caller, purpose, caseNumber }, governance.clock()).grant;
  const answerTo = async (question: RelayedQuestion): Promise<JsonObject> => {
    const answered = await answer(relayed(request, question, agent));
    const body: unknown = JSON.parse(String(answered?.body ?? "null"));
    if (!isObject(body)) throw hubError("HUB_INTERNAL", {});
    return body;
  };
  return {
    hub,
    app: caller.app,
    purpose,
    grant,
    onlyRegistered: governance.demandsRegistered(caller),
    answerTo,
    ask: async (question) => {
      const found = await answerTo(question);
      const told = toldData(foundIn(hub, found), limits.toolCharacters);
      return found["data"] === undefined ? { ...told, isError: true } : told;
    },
    charge: async () => {
      const charge = await limiter?.chargeRate(caller);
      if (limiter && charge && charge.kind !== "allowed") throw limitError(charge, limiter.clock());
    },
  };
}
