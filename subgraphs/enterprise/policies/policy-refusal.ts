import { GraphQLError } from "graphql";

/** Why a firm's intent cannot be taken down. */
export type PolicyRefusalReason = "NO_SUCH_POLICY" | "NO_SUCH_FIRM" | "NOT_MATCHED" | "SETTLED" | "APPLY_INSTEAD";

const WORDS: Readonly<Record<PolicyRefusalReason, string>> = {
  NO_SUCH_POLICY: "There is no policy of this code",
  NO_SUCH_FIRM: "There is no enterprise of this credit code within reach",
  NOT_MATCHED: "The enterprise does not meet the policy's conditions",
  SETTLED: "The policy has been paid to this enterprise already",
  APPLY_INSTEAD: "This policy is not confirmed but applied for (申报)",
};

/** The caller's mistake; `failed` names the conditions that speak against the firm. */
export const policyRefusal = (reason: PolicyRefusalReason, failed: readonly string[] = []): GraphQLError =>
  new GraphQLError(failed.length > 0 ? `${WORDS[reason]}: ${failed.join("；")}` : WORDS[reason], {
    extensions: { code: "HUB_POLICY_INTENT_REFUSED", reason },
  });
