import { GraphQLError } from "graphql";

/** The department has set no standard that holds there and then: its own gap, told plainly. */
export const standardMissing = (kind: string, divisionCode: string): GraphQLError =>
  new GraphQLError(`No ${kind} subsistence standard is set for division ${divisionCode.slice(0, 6)}`, {
    extensions: { code: "HUB_STANDARD_MISSING" },
  });
