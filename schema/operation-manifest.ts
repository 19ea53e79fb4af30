import { Kind, parse as parseDocument, print, separateOperations } from "graphql";
import * as v from "valibot";
import { dictionary, list, Malformed, mapping, parse, text } from "./parse.ts";
import { OPERATION_ID, operationIdOf } from "./registered-operation.ts";

/** One operation that an application carries: what is registered of it, and under which id. */
export interface CarriedOperation {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** Manifests are developers' own, and name nobody. */
const BOUNDARY = { code: "HUB_MANIFEST_INVALID", quotes: true };

const FORMAT = "apollo-persisted-query-manifest";

/** Apollo's manifest, version 1: `npx generate-persisted-query-manifest` writes it. */
const APOLLO = mapping({
  format: v.literal(FORMAT, FORMAT),
  version: v.literal(1, "1"),
  operations: list(mapping({ id: text(), name: text(), type: v.optional(text()), body: text() })),
});

/** Relay's map, which graphql-codegen's client preset writes too: text by id. */
const RELAY = dictionary(text());

const malformed = (where: string, expected: string, got: string): Malformed =>
  new Malformed(BOUNDARY.code, where, expected, got);

/** The operations of a text, each with the fragments that it uses. One operation alone keeps its text to the letter: its id is of that. */
const operationsOf = (where: string, document: string): readonly CarriedOperation[] => {
  const parsed = (() => {
    try {
      return parseDocument(document, { noLocation: true });
    } catch (error) {
      throw malformed(where, "a GraphQL document", error instanceof Error ? error.message : "another text");
    }
  })();
  const operations = parsed.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const names = operations.map(({ name }) => name?.value);
  if (names.includes(undefined) || new Set(names).size !== names.length)
    throw malformed(where, "operations with names of their own", names.map((name) => name ?? "none").join(", "));
  const texts =
    operations.length === 1 ? [[names[0] ?? "", document] as const] : Object.entries(separateOperations(parsed));
  return texts.map(([name, one]) => {
    const written = typeof one === "string" ? one : print(one);
    return { id: operationIdOf(written), name, text: written };
  });
};

/** An id that is a SHA-256, as hexadecimal digits with or without the name of the hash, is that of the text. Relay's usual MD5 says nothing here. */
const assertId = (where: string, id: string, found: string): void => {
  const stated = /^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id;
  if (OPERATION_ID.test(stated) && stated !== found) throw malformed(where, `${found}, the hash of the text`, id);
};

const carried = (where: string, id: string, document: string): CarriedOperation => {
  const [one, ...others] = operationsOf(where, document);
  if (one === undefined || others.length > 0) throw malformed(where, "one operation", String(others.length + 1));
  assertId(where, id, one.id);
  return one;
};

const jsonOf = (where: string, content: string): unknown => {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw malformed(where, "JSON", "another text");
  }
};

/**
 * The operations that a file of an application has: Apollo's manifest (version 1), Relay's map of texts, or a GraphQL document, by the file's ending.
 * Pure. @throws Malformed where a text is none, has no name, or is not the one that its SHA-256 names
 */
export function readManifest(path: string, content: string): readonly CarriedOperation[] {
  if (!path.endsWith(".json")) return operationsOf(path, content);
  const value = jsonOf(path, content);
  const isApollo = typeof value === "object" && value !== null && "format" in value;
  if (!isApollo)
    return [...parse(RELAY, value, path, BOUNDARY)].map(([id, body]) => carried(`${path}.${id}`, id, body));
  return parse(APOLLO, value, path, BOUNDARY).operations.map(({ id, name, body }, at) => {
    const one = carried(`${path}.operations[${at}]`, id, body);
    if (one.name !== name) throw malformed(`${path}.operations[${at}].name`, one.name, name);
    return one;
  });
}
