import { GraphQLError } from "graphql";

/**
 * The family's means may be looked into on the applicant's written authorization only (社会救助暂行办法 art. 58). The
 * number itself stays out of the message.
 */
export const authorizationRequired = (): GraphQLError =>
  new GraphQLError("No written authorization of this number is on record for this household", {
    extensions: { code: "HUB_AUTHORIZATION_REQUIRED" },
  });
