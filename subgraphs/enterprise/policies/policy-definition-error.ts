import { GraphQLError } from "graphql";
import { enterpriseErrors, errorWords } from "../../../schema/errors.ts";

/** A stored policy that cannot be evaluated; the message names the policy, the place in it and what was expected. */
export class PolicyDefinitionError extends GraphQLError {
  constructor(policy: string, path: string, problem: string) {
    const { en, zh } = errorWords(enterpriseErrors.HUB_POLICY_INVALID, { policy, path, problem });
    super(en, { extensions: { code: "HUB_POLICY_INVALID", zh, policy } });
  }
}
