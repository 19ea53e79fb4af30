import type { DocumentNode } from "graphql";

import { listed } from "../../schema/words.ts";
import type { Caller } from "../authenticate/caller.ts";
import { hubError } from "../errors.ts";
import type { FindGrant } from "../grant/grant-for-request.ts";
import type { Policy } from "./create-policy.ts";
import type { Decision } from "./decision.ts";
import type { FetchedField } from "../upstream/fetch-coordinates.ts";
import { TooIntricate } from "./filter-operation.ts";
import type { DecidedRequest } from "./request-decisions.ts";
import type { Grant } from "../grant/compile-grant.ts";

/** An operation that is sent, or only asked about: who, what, and for which purpose. */
export interface AskedRequest {
  readonly caller: Caller;
  readonly purpose: string | null;
  /** MUST be validated. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What requests are decided with. */
export interface DecidingParts {
  readonly policy: Policy;
  readonly findGrant: FindGrant;
  readonly fieldsOf: (fetch: DocumentNode) => readonly FetchedField[];
  readonly clock: () => number;
}

/**
 * Decides one operation of one caller: the grant, then the policy. What is enforced and what is explained both come from
 * here. undefined when no operation is meant. Throws the GraphQLError by which the whole request is refused.
 */
export const decideRequest = (asked: AskedRequest, parts: DecidingParts): DecidedRequest | undefined => {
  const { caller, purpose, document, operationName, variables } = asked;
  const { policy, findGrant, fieldsOf, clock } = parts;
  const found = findGrant(caller, purpose, clock());
  if (found.kind === "unavailable") throw hubError("HUB_NOT_READY", {});
  if (found.kind === "purpose-required") {
    throw hubError("HUB_PURPOSE_REQUIRED", {
      purposes: found.purposes.length > 0 ? listed(found.purposes) : { en: "none", zh: "无" },
    });
  }
  const decideUnder = (grant: Grant): Decision | undefined => {
    try {
      return policy.decide(document, operationName, grant, variables);
    } catch (error) {
      if (!(error instanceof TooIntricate)) throw error;
      throw hubError("HUB_COST_EXCEEDED", { actual: { en: "too many selections", zh: "过多" }, limit: 50_000 });
    }
  };
  const decision = decideUnder(found.grant);
  const { catalogue } = policy;
  return decision && { caller, decision, purpose: purpose?.trim() ?? "", catalogue, fieldsOf, decideUnder };
};
