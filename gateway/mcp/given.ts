import { isLeafType, getNamedType, isObjectType, OperationTypeNode } from "graphql";
import type { Asker } from "./asker.ts";

/**
 * True when the caller's grants give anything of a question: a value, and the way to it. A tool that would be denied whole is not listed.
 * What a call is given, the call's own decision says. False for a text that this supergraph does not understand, and for one that
 * changes anything.
 */
export function isGiven({ hub, grant }: Asker, text: string, operationName?: string): boolean {
  if (grant === undefined) return false;
  try {
    const operation = hub.readOperation(text, operationName);
    if (operation.node.operation !== OperationTypeNode.QUERY) return false;
    const { granted } = hub.governance.policy.decide(operation, grant, {});
    return [...granted.keys()].some((coordinate) => {
      const [typeName = "", fieldName = ""] = coordinate.split(".");
      const type = hub.schema.getType(typeName);
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      return field !== undefined && isLeafType(getNamedType(field.type));
    });
  } catch {
    return false;
  }
}
