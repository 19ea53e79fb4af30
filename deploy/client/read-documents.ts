import { readFileSync } from "node:fs";
import { type DocumentNode, GraphQLError, Kind, parse, Source } from "graphql";
import { globSync } from "tinyglobby";

/** One file of an app's operations and fragments. */
export interface DocumentFile {
  readonly path: string;
  readonly text: string;
  readonly document: DocumentNode;
}

/** Where a mistake stands: `file:line:column`. */
export function placeOf({ source, locations }: GraphQLError): string {
  const [{ line, column } = { line: 1, column: 1 }] = locations ?? [];
  return `${source?.name ?? ""}:${line}:${column}`;
}

const parsed = (text: string, path: string): DocumentNode => {
  try {
    return parse(new Source(text, path));
  } catch (error) {
    if (error instanceof GraphQLError) throw new Error(`${placeOf(error)}: ${error.message}`, { cause: error });
    throw error;
  }
};

const named = (file: DocumentFile): DocumentFile => {
  for (const definition of file.document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.name !== undefined) continue;
    const mistake = new GraphQLError("An operation needs a name", { nodes: definition });
    throw new Error(`${placeOf(mistake)}: ${mistake.message}`);
  }
  return file;
};

/** The documents that patterns or paths name, in the order of their paths. @throws with `file:line:column` when one cannot be read */
export function readDocuments(patterns: readonly string[]): readonly DocumentFile[] {
  const paths = globSync([...patterns]).filter((path) => /\.(?:graphql|gql)$/.test(path));
  if (paths.length === 0) throw new Error(`No document: ${patterns.join(", ")}`);
  return paths.toSorted().map((path) => {
    const text = readFileSync(path, "utf8");
    return named({ path, text, document: parsed(text, path) });
  });
}
