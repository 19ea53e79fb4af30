import { GraphQLError } from "graphql";

/** The envelope does not speak of this field. */
export const notCovered = (coordinate: string): GraphQLError =>
  new GraphQLError(`The envelope does not cover ${coordinate}`, {
    extensions: { code: "HUB_ENVELOPE_REFUSED", coordinate },
  });

/** The row lies outside the divisions that the grant reaches (行范围). */
export const outOfScope = (coordinate: string): GraphQLError =>
  new GraphQLError(`${coordinate}: the row is outside the grant's row scope`, {
    extensions: { code: "HUB_FIELD_DENIED", coordinate, reason: "OUT_OF_SCOPE" },
  });

/** No envelope, or one that is not for this subgraph, this document, now. Why exactly helps only its forger. */
export const envelopeRequired = (): GraphQLError =>
  new GraphQLError("A valid envelope is required", {
    extensions: { code: "HUB_ENVELOPE_REFUSED", http: { status: 401 } },
  });
