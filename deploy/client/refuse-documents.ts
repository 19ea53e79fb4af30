import {
  type ASTVisitor,
  concatAST,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  NoUnusedFragmentsRule,
  print,
  separateOperations,
  specifiedRules,
  type ValidationContext,
  validate,
} from "graphql";
import type { AppAsking, HubKnows } from "./app-schema.ts";
import { placeOf, type DocumentFile } from "./read-documents.ts";

/** What is told of a field that the app's schema does not have. */
interface Lacking {
  readonly coordinate: string;
  readonly error: GraphQLError;
}

/** In place of GraphQL's own rule: the coordinate of each selected field that the schema does not have. */
const lackingFields = (schema: GraphQLSchema, document: DocumentNode): readonly Lacking[] => {
  const lacking: Lacking[] = [];
  const rule = (context: ValidationContext): ASTVisitor => ({
    Field: (node) => {
      const type = context.getParentType();
      if (!isCompositeType(type) || context.getFieldDef() != null) return;
      const coordinate = `${type.name}.${node.name.value}`;
      lacking.push({ coordinate, error: new GraphQLError("", { nodes: node }) });
    },
  });
  validate(schema, document, [rule], { maxErrors: Infinity });
  return lacking;
};

const RULES = specifiedRules.filter(
  // A fragment may be meant for later; fields are told by their coordinates.
  (rule) => rule !== NoUnusedFragmentsRule && rule.name !== "FieldsOnCorrectTypeRule",
);

const has = (schema: GraphQLSchema, coordinate: string): boolean => {
  const [typeName = "", field = ""] = coordinate.split(".");
  const type = schema.getType(typeName);
  return type !== undefined && "getFields" in type && Object.hasOwn(type.getFields(), field);
};

/** The hub to ask about what is not granted; none where a client is made from a file. */
export interface AskingHub {
  readonly asking: AppAsking;
  /** Where one applies for a field; undefined where the hub names no place. */
  readonly applyAt: string | undefined;
  readonly knows: HubKnows;
}

const linkFor = (place: string, coordinate: string, purpose: string | undefined): string => {
  const url = new URL(place);
  url.searchParams.set("coordinate", coordinate);
  if (purpose !== undefined) url.searchParams.set("purpose", purpose);
  return url.href;
};

const toldOf = (coordinate: string, isKnown: boolean, { asking, applyAt }: AskingHub): string => {
  const { app, purpose } = asking;
  if (!isKnown) return `${coordinate} is not in the catalogue`;
  const apply = applyAt === undefined ? "" : ` Apply: ${linkFor(applyAt, coordinate, purpose)}`;
  return `${coordinate} is not granted to ${app} for ${purpose ?? "its purpose"}.${apply}`;
};

/** The coordinates that the operations with lacking fields need and the app's schema does not have. */
const missingOf = async (
  schema: GraphQLSchema,
  document: DocumentNode,
  { knows }: AskingHub,
): Promise<ReadonlySet<string>> => {
  const missing = new Set<string>();
  for (const [name, operation] of Object.entries(separateOperations(document))) {
    if (lackingFields(schema, operation).length === 0) continue;
    for (const coordinate of await knows.neededBy(print(operation), name)) {
      if (!has(schema, coordinate)) missing.add(coordinate);
    }
  }
  return missing;
};

/** Those of the coordinates that the whole graph has. */
const knownAmong = async (coordinates: readonly string[], { knows }: AskingHub): Promise<ReadonlySet<string>> => {
  const types = [...new Set(coordinates.map((coordinate) => coordinate.split(".")[0] ?? ""))];
  const known = await Promise.all(
    types.map(async (type) => (await knows.fieldsOf(type)).map((field) => `${type}.${field}`)),
  );
  return new Set(known.flat());
};

const linesOf = async (
  schema: GraphQLSchema,
  document: DocumentNode,
  hub: AskingHub | undefined,
): Promise<readonly string[]> => {
  const lacking = lackingFields(schema, document);
  if (lacking.length === 0) return [];
  if (hub === undefined)
    return lacking.map(
      ({ coordinate, error }) =>
        `${placeOf(error)}: ${coordinate} is not in the app's schema: not granted, or not there at all`,
    );
  const located = new Set(lacking.map(({ coordinate }) => coordinate));
  const [missing, known] = [await missingOf(schema, document, hub), await knownAmong([...located], hub)];
  return [
    ...lacking.map(({ coordinate, error }) => `${placeOf(error)}: ${toldOf(coordinate, known.has(coordinate), hub)}`),
    ...[...missing]
      .filter((coordinate) => !located.has(coordinate))
      .map((coordinate) => `  needed with them: ${toldOf(coordinate, true, hub)}`),
  ];
};

/**
 * Holds an app's documents against its own schema. Rejects with a line for each mistake, `file:line:column: …`; one for each field that
 * is not granted, with where to apply for it.
 */
export async function refuseDocuments(
  schema: GraphQLSchema,
  files: readonly DocumentFile[],
  hub: AskingHub | undefined,
): Promise<void> {
  const document = concatAST(files.map((file) => file.document));
  const mistakes = validate(schema, document, RULES, { maxErrors: Infinity });
  const lines = [
    ...(await linesOf(schema, document, hub)),
    ...mistakes.map((mistake) => `${placeOf(mistake)}: ${mistake.message}`),
  ];
  const kinds = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (kinds.length === 0) lines.push(`No operation in ${files.map(({ path }) => path).join(", ")}`);
  if (lines.length > 0) throw new Error(lines.join("\n"));
}
