import { preset } from "@graphql-codegen/client-preset";
import { codegen } from "@graphql-codegen/core";
import * as typescriptPlugin from "@graphql-codegen/typescript";
import {
  buildASTSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  OperationTypeNode,
  parse,
  type TypeNode,
  visit,
} from "graphql";
import { maskNoted } from "../../schema/catalog/masks/mask-note.ts";
import type { DocumentFile } from "./read-documents.ts";
import { maskedType, SCALAR_TYPES, SCALARS_FILE } from "./scalar-types.ts";

/** What operations are in a client: text, which needs no library, or parsed nodes, which Apollo Client wants. */
export type DocumentMode = "text" | "nodes";

const retyped = (type: TypeNode, name: (of: string) => string): TypeNode => {
  if (type.kind === Kind.NAMED_TYPE) return { ...type, name: { ...type.name, value: name(type.name.value) } };
  const inner = retyped(type.type, name);
  return type.kind === Kind.LIST_TYPE || inner.kind !== Kind.NON_NULL_TYPE
    ? ({ ...type, type: inner } as TypeNode)
    : inner;
};

/** The schema in which a masked field is of a scalar of its own, so that its type says what it is given as. */
const withMaskedScalars = (schema: DocumentNode): DocumentNode => {
  const masked = new Set<string>();
  const told = visit(schema, {
    FieldDefinition: (node): FieldDefinitionNode | undefined => {
      const mask = maskNoted(node.description?.value);
      if (mask === undefined) return undefined;
      const type = retyped(node.type, (scalar) => {
        const name = maskedType(mask, scalar);
        masked.add(name);
        return name;
      });
      return { ...node, type };
    },
  });
  const scalars = [...masked].map((value) => ({
    kind: Kind.SCALAR_TYPE_DEFINITION as const,
    name: { kind: Kind.NAME as const, value },
  }));
  return { ...told, definitions: [...told.definitions, ...scalars] };
};

const INDEX = `export * from "./graphql.js";\nexport type * from "./scalars.js";\n`;

/** Variables of a subscription to which the hub gives a value at each event: they are not the app's to send. */
const GIVEN_BY_HUB = /^\s*event(?:Key|Day|At)\??: [^;]*;\n?/gm;

/** The types without the variables that are not the app's to send. */
const withoutGiven = (types: string): string =>
  types.replaceAll(
    /(export type \w+SubscriptionVariables = Exact<\{)([^}]*)(\}>;)/g,
    (_, head: string, own: string, end: string) => `${head}${own.replaceAll(GIVEN_BY_HUB, "")}${end}`,
  );

/** The manifest without subscriptions, which nobody registers. */
const registrable = (manifest: string): string => {
  const operations = Object.entries(JSON.parse(manifest) as Readonly<Record<string, string>>);
  return `${JSON.stringify(Object.fromEntries(operations.filter(([, text]) => !isSubscription(text))), null, 2)}\n`;
};

const isSubscription = (text: string): boolean =>
  parse(text).definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION,
  );

/** The files of the preset that are kept, and how each is finished: the documents with their types, and the manifest of what may be registered. */
const KEPT: ReadonlyMap<string, (text: string) => string> = new Map([
  ["graphql.ts", withoutGiven],
  ["persisted-documents.json", registrable],
]);

const CONFIG = {
  defaultScalarType: "unknown",
  useTypeImports: true,
  enumsAsTypes: true,
  immutableTypes: true,
  importExtension: ".js",
  // They were validated against the app's own schema, in which a masked text and a clear one are the same.
  skipDocumentsValidation: true,
};

/** Writes the files of a typed client, by name. The documents are valid for the schema already. */
export async function generateClient(
  sdl: string,
  files: readonly DocumentFile[],
  mode: DocumentMode,
): Promise<ReadonlyMap<string, string>> {
  const schema = withMaskedScalars(parse(sdl));
  const schemaAst = buildASTSchema(schema, { assumeValid: true, assumeValidSDL: true });
  const own = Object.values(schemaAst.getTypeMap()).filter(
    (type) => isScalarType(type) && !isSpecifiedScalarType(type),
  );
  const scalars = Object.fromEntries(
    own.map(({ name }) => [name, SCALAR_TYPES.has(name) ? `./scalars.js#${name}` : "unknown"]),
  );
  const config = {
    ...CONFIG,
    scalars: { ...scalars, ID: { input: "string", output: "string" } },
    documentMode: mode === "text" ? "string" : "documentNode",
  };
  const documents = files.map(({ path, text, document }) => ({ location: path, rawSDL: text, document }));
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: "/",
    presetConfig: {
      fragmentMasking: false,
      persistedDocuments: { mode: "embedHashInDocument", hashAlgorithm: "sha256" },
    },
    plugins: [],
    pluginMap: {},
    schema,
    schemaAst,
    config,
    documents,
  });
  const kept = sections.flatMap((section) => {
    const finish = KEPT.get(section.filename.slice(1));
    return finish === undefined ? [] : [{ section, finish }];
  });
  const made = await Promise.all(
    kept.map(async ({ section, finish }) => {
      const text = await codegen({ ...section, schemaAst });
      return [section.filename.slice(1), finish(text)] as const;
    }),
  );
  const types = await codegen({
    filename: "schema-types.ts",
    schema,
    schemaAst,
    documents: [],
    config,
    plugins: [{ typescript: {} }],
    pluginMap: { typescript: typescriptPlugin },
  });
  return new Map([
    ...made,
    ["schema-types.ts", types],
    ["scalars.ts", SCALARS_FILE],
    ["index.ts", INDEX],
    ["schema.graphql", sdl],
  ]);
}
