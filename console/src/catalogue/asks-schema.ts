import { Kind, parse } from "graphql";

/** Whether a document asks for nothing but the schema, which the gateway gives to strangers. */
export function asksSchema(document: string): boolean {
  try {
    const operations = parse(document).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const selections = operations.flatMap(({ selectionSet }) => selectionSet.selections);
    return selections.every((node) => node.kind === Kind.FIELD && node.name.value.startsWith("__"));
  } catch {
    return false; // the gateway says what is wrong with it
  }
}
