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

const toolOf = (asker: Asker, toolName: string, { id, name, text }: PinnedOperation): Tool => {
  const { schema, readOperation } = asker.hub;
  const { node } = readOperation(text, name);
  return {
    name: toolName,
    title: name,
    description: `A registered operation of this app, approved as it is; its variables are the arguments. 本应用已登记的操作。${headOf(text)}`,
    inputSchema: schemaOfVariables(node, schema),
    call: (variables) => asker.ask({ documentId: id, variables }),
  };
};

/** The app's registered operations by the names of their tools: two of one name are told apart by their ids. */
const named = ({ hub, app }: Asker): ReadonlyMap<string, PinnedOperation> => {
  const operations = [...hub.governance.operationsOf(app).values()];
  const counted = new Map<string, number>();
  for (const { name } of operations) counted.set(name, (counted.get(name) ?? 0) + 1);
  const start = "sha256:".length;
  return new Map(
    operations.map((operation) => {
      const { id, name } = operation;
      return [counted.get(name) === 1 ? name : `${name}_${id.slice(start, start + 8)}`, operation];
    }),
  );
};

/** The tool of a name, where the app has registered its operation, the grants give anything of it, and it changes nothing. */
export function registeredTool(asker: Asker, toolName: string): Tool | undefined {
  const operation = named(asker).get(toolName);
  if (operation === undefined || !isGiven(asker, operation.text, operation.name)) return undefined;
  return toolOf(asker, toolName, operation);
}

/** A tool for each of the app's registered operations that its grants give anything of, and that changes nothing. */
export function registeredTools(asker: Asker): readonly Tool[] {
  return [...named(asker)]
    .filter(([, { text, name }]) => isGiven(asker, text, name))
    .map(([toolName, operation]) => toolOf(asker, toolName, operation));
}
