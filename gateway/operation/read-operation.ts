import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  specifiedRules,
  validate,
  visit,
} from "graphql";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { Refusal } from "../refusal.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { compileCoercion, type Variables } from "./coerce-variables.ts";
import type { Conditions } from "./fold-conditions.ts";
import { fragmentsOf } from "./fragments.ts";
import { hashOfDocument, wordsOf } from "./operation-hash.ts";
import type { Derive, Operation } from "./operation.ts";
import { parseDocument } from "./parse-document.ts";
import { rootFields } from "./root-fields.ts";

/** Everything that operations of one supergraph are read with. */
export interface ReadingOptions {
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  readonly limits: GatewayLimits;
  /** Types and root coordinates that are the hub's own. */
  readonly own: ReadonlySet<string>;
  /** Bytes that read operations, with all that is derived from them, may take together. */
  readonly bytes: number;
  /** Told of each text that is parsed. */
  readonly parsed?: () => void;
}

/** One document as it was read, and the operations of it that were asked for. */
interface ReadText {
  readonly document: DocumentNode;
  readonly hash: string;
  readonly operations: Map<string | undefined, Operation>;
}

/** Reads the texts of one schema. */
export interface ReadOperation {
  /** The operation of this text and name. @throws GraphQLError or Refusal: the caller's mistake, or a limit */
  (text: string, name: string | undefined): Operation;
  /** True when the text was read before: it costs next to nothing now. */
  readonly isKnown: (text: string) => boolean;
}

const NO_CONDITIONS: Conditions = new Map();
/** Rough bytes of a syntax tree, for each character of its text, and of what hangs on it. */
const [BYTES_PER_CHARACTER, BYTES_AT_LEAST] = [60, 4_000] as const;

/** Mistakes that one document is told. */
const MOST_MISTAKES = 20;

const STREAMING: ReadonlySet<string> = new Set(["defer", "stream"]);

/** Each variable that the document's `@skip` and `@include` read. */
const conditionVariables = (document: DocumentNode): readonly string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== "skip" && name.value !== "include") return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
};

/** An answer is one text under one record: nothing streams. */
const refuseStreaming = (document: DocumentNode): void => {
  visit(document, {
    Directive: ({ name }) => {
      if (STREAMING.has(name.value)) throw hubError("HUB_STREAMING_UNSUPPORTED", {});
    },
  });
};

const parseWithin = (text: string, limits: GatewayLimits): DocumentNode => {
  try {
    return parseDocument(text, limits);
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions["code"] !== undefined) throw error;
    Object.assign(error.extensions, { code: "GRAPHQL_PARSE_FAILED", http: { spec: true, status: 400 } });
    throw error;
  }
};

/** The document, where it is one of this schema. @throws Refusal with its mistakes */
export const validated = (schema: GraphQLSchema, document: DocumentNode): DocumentNode => {
  const mistakes = validate(schema, document, specifiedRules, { maxErrors: MOST_MISTAKES });
  if (mistakes.length === 0) return document;
  for (const { extensions } of mistakes) {
    Object.assign(extensions, { code: "GRAPHQL_VALIDATION_FAILED", http: { spec: true, status: 400 } });
  }
  throw new Refusal(mistakes);
};

const nodeOf = (document: DocumentNode, name: string | undefined): OperationDefinitionNode => {
  const node = getOperationAST(document, name);
  if (!node) {
    throw new GraphQLError("Could not determine what operation to execute.", {
      extensions: { code: "OPERATION_RESOLUTION_FAILURE", http: { status: 400 } },
    });
  }
  if (node.operation === OperationTypeNode.SUBSCRIPTION) throw hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {});
  return node;
};

const createOperation = (
  { document, hash }: ReadText,
  name: string | undefined,
  { schema, own }: ReadingOptions,
  grow: Operation["grow"],
): Operation => {
  const node = nodeOf(document, name);
  const roots = rootFields(document, node);
  const rootType = schema.getRootType(node.operation)?.name ?? "";
  const asked = [...roots].filter((field) => !field.startsWith("__"));
  const isOwn = (field: string): boolean => own.has(`${rootType}.${field}`);
  const names = conditionVariables(document);
  const known = new Map<Derive<unknown>, unknown>();
  const operation: Operation = {
    document,
    name,
    node,
    hash,
    fragments: fragmentsOf(document),
    rootFields: roots,
    asks: Object.freeze({ data: asked.some((field) => !isOwn(field)), own: asked.some(isOwn) }),
    coerce: compileCoercion(node, schema),
    conditionsOf: (variables: Variables) =>
      names.length === 0 ? NO_CONDITIONS : new Map(names.map((variable) => [variable, variables[variable] === true])),
    derived: <Value>(derive: Derive<Value>): Value => {
      if (known.has(derive)) return known.get(derive) as Value;
      const value = derive(operation);
      known.set(derive, value);
      return value;
    },
    grow,
  };
  return operation;
};

/**
 * Reads operations of one schema, each once: parsed within its limits, validated, its variables' types looked up. One cache,
 * bounded in bytes, holds the operations with everything that the steps derive from them. Refused texts are not kept.
 */
export function createReadOperation(options: ReadingOptions): ReadOperation {
  const { schema, limits, bytes } = options;
  const texts = new BoundedCache<ReadText>(bytes);
  const words = wordsOf(schema);
  const read = (text: string): ReadText => {
    options.parsed?.();
    const document = parseWithin(text, limits);
    refuseStreaming(document);
    const valid = validated(schema, document);
    return { document: valid, hash: hashOfDocument(valid, words), operations: new Map() };
  };
  const readOperation = (text: string, name: string | undefined): Operation => {
    let found = texts.get(text);
    if (found === undefined) {
      found = read(text);
      texts.set(text, found, BYTES_AT_LEAST + BYTES_PER_CHARACTER * text.length);
    }
    const holder = found;
    const known = holder.operations.get(name);
    if (known) return known;
    const operation = createOperation(holder, name, options, (change) => {
      texts.reweigh(text, holder, change);
    });
    holder.operations.set(name, operation);
    operation.grow(BYTES_AT_LEAST);
    return operation;
  };
  return Object.assign(readOperation, { isKnown: (text: string) => texts.get(text) !== undefined });
}
