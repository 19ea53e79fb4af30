import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeNode,
} from "graphql";

/** One named type of a schema document, definitions and extensions taken together. */
export interface TypeShape {
  readonly name: string;
  readonly kind: "object" | "interface" | "union" | "input" | "leaf";
  readonly fields: ReadonlyMap<string, FieldDefinitionNode>;
  readonly inputFields: readonly InputValueDefinitionNode[];
  readonly values: readonly EnumValueDefinitionNode[];
  readonly interfaces: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
  readonly directives: readonly DirectiveNode[];
}

/**
 * A schema document by type name, with the concrete types of every composite type. An interface that no type of the graph
 * implements stands for itself: departments may have it as an interface object, and then answer its name.
 */
export interface TypeIndex {
  readonly types: ReadonlyMap<string, TypeShape>;
  readonly possibleTypes: ReadonlyMap<string, readonly string[]>;
}

/** The type's name below lists and non-nulls. */
export function namedTypeOf(type: TypeNode): string {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner.name.value;
}

const KINDS: Readonly<Partial<Record<Kind, TypeShape["kind"]>>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: "object",
  [Kind.OBJECT_TYPE_EXTENSION]: "object",
  [Kind.INTERFACE_TYPE_DEFINITION]: "interface",
  [Kind.INTERFACE_TYPE_EXTENSION]: "interface",
  [Kind.UNION_TYPE_DEFINITION]: "union",
  [Kind.UNION_TYPE_EXTENSION]: "union",
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: "input",
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: "input",
  [Kind.ENUM_TYPE_DEFINITION]: "leaf",
  [Kind.ENUM_TYPE_EXTENSION]: "leaf",
  [Kind.SCALAR_TYPE_DEFINITION]: "leaf",
  [Kind.SCALAR_TYPE_EXTENSION]: "leaf",
};

const shapesOf = (document: DocumentNode): ReadonlyMap<string, TypeShape> => {
  const shapes = new Map<string, TypeShape>();
  for (const node of document.definitions) {
    const kind = KINDS[node.kind];
    if (kind === undefined || !("name" in node)) continue;
    const before = shapes.get(node.name.value);
    const fields = "fields" in node ? (node.fields ?? []) : [];
    shapes.set(node.name.value, {
      name: node.name.value,
      kind,
      fields: new Map([
        ...(before?.fields ?? []),
        ...fields.flatMap((field) =>
          field.kind === Kind.FIELD_DEFINITION ? [[field.name.value, field] as const] : [],
        ),
      ]),
      inputFields: [
        ...(before?.inputFields ?? []),
        ...fields.flatMap((field) => (field.kind === Kind.INPUT_VALUE_DEFINITION ? [field] : [])),
      ],
      values: [...(before?.values ?? []), ...("values" in node ? (node.values ?? []) : [])],
      interfaces: new Set([
        ...(before?.interfaces ?? []),
        ...("interfaces" in node ? (node.interfaces ?? []).map((implemented) => implemented.name.value) : []),
      ]),
      members: new Set([
        ...(before?.members ?? []),
        ...("types" in node ? (node.types ?? []).map((member) => member.name.value) : []),
      ]),
      directives: [...(before?.directives ?? []), ...(node.directives ?? [])],
    });
  }
  return shapes;
};

/** Indexes a schema document; extensions add to what they extend. Built-in scalars are leaves without an entry. */
export function indexTypes(document: DocumentNode): TypeIndex {
  const types = shapesOf(document);
  const possibleTypes = new Map<string, readonly string[]>();
  const objects = [...types.values()].filter((shape) => shape.kind === "object");
  for (const shape of types.values()) {
    if (shape.kind === "object") possibleTypes.set(shape.name, [shape.name]);
    if (shape.kind === "union") possibleTypes.set(shape.name, [...shape.members]);
    if (shape.kind === "interface") {
      const concrete = objects.filter((object) => object.interfaces.has(shape.name)).map((object) => object.name);
      possibleTypes.set(shape.name, concrete.length > 0 ? concrete : [shape.name]);
    }
  }
  return { types, possibleTypes };
}
