import type { PinnedOperation } from "../../schema/registered-operation.ts";
import type { Asker } from "./asker.ts";
import { isGiven } from "./given.ts";
import type { Tool } from "./tool.ts";
import { schemaOfVariables } from "./variables-schema.ts";

/** The comments at the head of a document: what its app has written about it, which was registered with it. */
const headOf = (text: string): string =>
  text
    .split("\n")
    .slice(
      0,
      text.split("\n").findIndex((line) => !line.startsWith("#")),
    )
    .map((line) => line.replace(/^#\s*/, ""))
    .filter((line) => line !== "")
    .join(" ")
    .slice(0, 500);

const toolOf = (asker: Asker, { id, name, text }: PinnedOperation, isAlone: boolean): Tool => {
  const { schema, readOperation } = asker.hub;
  const { node } = readOperation(text, name);
  return {
    // Two of one name are told apart by their ids.
    name: isAlone ? name : `${name}_${id.slice("sha256:".length, "sha256:".length + 8)}`,
    title: name,
    description: `A registered operation of this app, approved as it is; its variables are the arguments. 本应用已登记的操作。${headOf(text)}`,
    inputSchema: schemaOfVariables(node, schema),
    call: (variables) => asker.ask({ documentId: id, variables }),
  };
};

/** A tool for each of the app's registered operations that its grants give anything of, and that changes nothing. */
export function registeredTools(asker: Asker): readonly Tool[] {
  const operations = [...asker.hub.governance.operationsOf(asker.app).values()];
  const counted = new Map<string, number>();
  for (const { name } of operations) counted.set(name, (counted.get(name) ?? 0) + 1);
  return operations
    .filter(({ text, name }) => isGiven(asker, text, name))
    .map((operation) => toolOf(asker, operation, counted.get(operation.name) === 1));
}
