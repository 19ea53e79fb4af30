import { type DocumentNode, visit } from "graphql";
import { hubError } from "../errors.ts";

/**
 * Refuses `__proto__` as a name in a document (HUB_RESERVED_NAME). GraphQL allows it as an alias or a variable;
 * as a key of an answer it would reach the prototype of whatever object an answer is put together in.
 */
export const checkReservedNames = (document: DocumentNode): void => {
  visit(document, {
    Name: ({ value }) => {
      if (value === "__proto__") throw hubError("HUB_RESERVED_NAME", { name: value });
    },
  });
};
