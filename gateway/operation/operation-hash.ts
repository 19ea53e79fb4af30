import { createHash } from "node:crypto";
import {
  type ConstValueNode,
  type DocumentNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  Kind,
  type NameNode,
  type ObjectFieldNode,
  print,
  type ValueNode,
  visit,
} from "graphql";

/** Names that a schema gives to enum values and input fields: no caller's own words. */
export function wordsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap());
  return new Set([
    ...types.filter(isEnumType).flatMap((type) => type.getValues().map(({ name }) => name)),
    ...types.filter(isInputObjectType).flatMap((type) => Object.keys(type.getFields())),
  ]);
}

const LITERAL: ConstValueNode = { kind: Kind.INT, value: "0" };

/** Each name by the place of its first occurrence. */
const numbered = (prefix: string) => {
  const names = new Map<string, string>();
  return (name: NameNode): NameNode => {
    const known = names.get(name.value) ?? `${prefix}${names.size}`;
    names.set(name.value, known);
    return { ...name, value: known };
  };
};

const eachOnce = <Node extends ValueNode | ObjectFieldNode>(nodes: readonly Node[]): readonly Node[] => [
  ...new Map(nodes.map((node) => [print(node), node])).values(),
];

/**
 * A valid document without anything that its author chose freely: literals become 0, lists hold each form once, aliases and the names of
 * operations go, variables and fragments are numbered. Enum values and input fields stay where `words` has them.
 */
const normalised = (document: DocumentNode, words: ReadonlySet<string>): DocumentNode => {
  const variable = numbered("v");
  const fragment = numbered("F");
  return visit(document, {
    IntValue: () => LITERAL,
    FloatValue: () => LITERAL,
    StringValue: () => LITERAL,
    EnumValue: ({ value }) => (words.has(value) ? undefined : LITERAL),
    ListValue: { leave: (node) => ({ ...node, values: eachOnce(node.values) }) },
    ObjectValue: { leave: (node) => ({ ...node, fields: eachOnce(node.fields) }) },
    ObjectField: {
      leave: (node) => (words.has(node.name.value) ? undefined : { ...node, name: { ...node.name, value: "_" } }),
    },
    Variable: (node) => ({ ...node, name: variable(node.name) }),
    Field: { leave: (node) => ({ ...node, alias: undefined }) },
    FragmentSpread: { leave: (node) => ({ ...node, name: fragment(node.name) }) },
    FragmentDefinition: { leave: (node) => ({ ...node, name: fragment(node.name) }) },
    OperationDefinition: { leave: (node) => ({ ...node, name: undefined }) },
  });
};

/**
 * The first 16 hexadecimal digits of a SHA-256 that names an operation by its shape. The document MUST be valid, and `words` those of its
 * schema: then nobody can find by trying what its literals, aliases and names said, for they are not in what is hashed.
 */
export function hashOfDocument(document: DocumentNode, words: ReadonlySet<string>): string {
  return createHash("sha256")
    .update(print(normalised(document, words)))
    .digest("hex")
    .slice(0, 16);
}
