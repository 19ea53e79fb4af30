import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from "graphql";
import { hubError } from "../errors.ts";
import { fragmentsOf } from "../operation/fragments.ts";

/** One column of an export: a field of the rows, or a list of them as JSON. */
export interface TableColumn {
  /** Response keys from the row to the value. */
  readonly path: readonly string[];
  /** The same as one name: `contractor.name`. */
  readonly name: string;
  /** Coordinates of everything that stands in its cells, on concrete types. */
  readonly coordinates: readonly string[];
}

/** A registered operation as a table: its one connection, page by page. */
export interface ExportTable {
  /** Response keys from the data to the connection. */
  readonly path: readonly string[];
  /** Response keys of the connection's parts. */
  readonly edges: string;
  readonly node: string;
  readonly pageInfo: string;
  readonly hasNextPage: string;
  readonly endCursor: string;
  /** Name of the variable that takes the cursor after which a page begins. */
  readonly after: string;
  readonly columns: readonly TableColumn[];
}

const invalid = (en: string, zh: string) => hubError("HUB_EXPORT_INVALID", { reason: { en, zh } });

/** A field as it is answered: under one key, with everything that is selected of it. */
interface Selected {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLOutputType;
  readonly coordinates: readonly string[];
}

/** What is selected under one type, fragments written out. */
class Reading {
  readonly #schema: GraphQLSchema;
  readonly #fragments;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#fragments = fragmentsOf(document);
  }

  fields(type: GraphQLNamedType, sets: readonly (SelectionSetNode | undefined)[]): readonly Selected[] {
    const found = new Map<string, Selected>();
    for (const set of sets) this.#collect(type, set, found);
    return [...found.values()];
  }

  below({ type, nodes }: Selected): readonly Selected[] {
    const sets = nodes.map(({ selectionSet }) => selectionSet);
    return this.fields(getNamedType(type), sets);
  }

  #collect(type: GraphQLNamedType, set: SelectionSetNode | undefined, found: Map<string, Selected>): void {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        this.#take(type, selection, found);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const under = condition === undefined ? type : this.#schema.getType(condition);
      if (under) this.#collect(under, fragment?.selectionSet, found);
    }
  }

  #take(type: GraphQLNamedType, node: FieldNode, found: Map<string, Selected>): void {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    // `__typename` is nobody's data.
    if (field === undefined) return;
    const key = node.alias?.value ?? node.name.value;
    const concrete = isInterfaceType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const coordinates = concrete.map(({ name }) => `${name}.${node.name.value}`);
    const before = found.get(key);
    found.set(key, {
      key,
      type: field.type,
      nodes: [...(before?.nodes ?? []), node],
      coordinates: [...(before?.coordinates ?? []), ...coordinates],
    });
  }
}

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));

const keyNamed = (name: string, among: readonly Selected[]): Selected | undefined =>
  among.find(({ nodes }) => nodes[0]?.name.value === name);

/** The one connection of an operation, and the way to it. */
const connectionIn = (reading: Reading, root: readonly Selected[]): readonly [Selected, readonly string[]] => {
  const path: string[] = [];
  for (let fields = root; ;) {
    const [one, ...others] = fields;
    if (one === undefined || others.length > 0 || isList(one.type))
      throw invalid("it is one connection, with nothing beside it", "应只有一个分页列表，此外不选取其他字段");
    path.push(one.key);
    const below = reading.below(one);
    if (keyNamed("edges", below) && keyNamed("pageInfo", below)) return [one, path];
    fields = below;
  }
};

const cursorOf = ({ nodes }: Selected): string => {
  const value = nodes[0]?.arguments?.find(({ name }) => name.value === "after")?.value;
  if (value?.kind === Kind.VARIABLE) return value.name.value;
  throw invalid(
    "the connection's argument `after` is a variable, by which pages follow each other",
    "分页列表的参数 after 应为变量，各页依此相接",
  );
};

const columnsOf = (reading: Reading, fields: readonly Selected[], path: readonly string[]): readonly TableColumn[] =>
  fields.flatMap((field): readonly TableColumn[] => {
    const own = [...path, field.key];
    if (isCompositeType(getNamedType(field.type)) && !isList(field.type))
      return columnsOf(reading, reading.below(field), own);
    const within = (one: Selected): readonly string[] => [
      ...one.coordinates,
      ...reading.below(one).flatMap((inner) => within(inner)),
    ];
    return [{ path: own, name: own.join("."), coordinates: within(field) }];
  });

/**
 * Reads an operation as a table. Pure. The rows are the nodes of its one connection (Relay), the columns their fields in the order in which
 * they are selected; objects are spread into columns, lists stand in one as JSON.
 * @throws HUB_EXPORT_INVALID for an operation that is none
 */
export function tableOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ExportTable {
  const reading = new Reading(schema, document);
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root) throw invalid("it is a query", "应为查询");
  const [connection, path] = connectionIn(reading, reading.fields(root, [operation.selectionSet]));
  const parts = reading.below(connection);
  const [edges, pageInfo] = ["edges", "pageInfo"].map((name) => keyNamed(name, parts)) as [Selected, Selected];
  const node = keyNamed("node", reading.below(edges));
  const [hasNextPage, endCursor] = ["hasNextPage", "endCursor"].map(
    (name) => keyNamed(name, reading.below(pageInfo))?.key,
  );
  if (node === undefined || hasNextPage === undefined || endCursor === undefined)
    throw invalid(
      "it selects `edges { node { … } }` and `pageInfo { hasNextPage endCursor }`",
      "应选取 edges { node { … } } 与 pageInfo { hasNextPage endCursor }",
    );
  return {
    path,
    edges: edges.key,
    node: node.key,
    pageInfo: pageInfo.key,
    hasNextPage,
    endCursor,
    after: cursorOf(connection),
    columns: columnsOf(reading, reading.below(node), []),
  };
}
