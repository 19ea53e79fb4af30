import { GraphQLError } from "graphql";

/** A stored policy that cannot be evaluated; the message names the policy, the place in it and what was expected. */
export class PolicyDefinitionError extends GraphQLError {
  constructor(code: string, path: string, problem: string) {
    super(`Policy ${code}: ${path}: ${problem}`, { extensions: { code: "HUB_POLICY_INVALID", policy: code } });
  }
}
