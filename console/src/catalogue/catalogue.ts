import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** The sharing of one coordinate, as the gateway's catalogue states it. */
export interface CatalogueEntry {
  readonly owner: string;
  readonly share: string;
  readonly level: string;
  readonly mask: string | undefined;
}

/** Entries by coordinate (`Type.field`). */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/**
 * Asks the gateway for its catalogue. A gateway that shows none (404), or cannot be reached, gives undefined:
 * the playground works without it.
 */
export async function loadCatalogue(): Promise<Catalogue | undefined> {
  const response = await fetch("/demo/catalogue.json").catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? readCatalogue(body) : undefined;
}

function readCatalogue(body: object): Catalogue {
  const catalogue = new Map<string, CatalogueEntry>();
  for (const [coordinate, value] of Object.entries(body) as [string, unknown][]) {
    if (typeof value !== "object" || value === null) continue;
    const entry = value as Readonly<Record<string, unknown>>;
    const word = (key: string) => (typeof entry[key] === "string" ? entry[key] : undefined);
    catalogue.set(coordinate, {
      owner: word("owner") ?? "",
      share: word("share") ?? "NOT_SHARED",
      level: word("level") ?? "",
      mask: word("mask"),
    });
  }
  return catalogue;
}

/**
 * The coordinates that a document selects, once each, in the order of the document. A field of an interface also
 * counts for every type that implements it. Fields that the schema does not know are left out.
 */
export function coordinatesOf(document: DocumentNode, schema: GraphQLSchema): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  const Field = () => {
    const parent = types.getParentType();
    const field = types.getFieldDef();
    if (!isCompositeType(parent) || field === null || field === undefined) return;
    if (parent.name.startsWith("__") || field.name.startsWith("__")) return; // introspection
    found.add(`${parent.name}.${field.name}`);
    if (!isAbstractType(parent)) return;
    for (const type of schema.getPossibleTypes(parent)) found.add(`${type.name}.${field.name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field }));
  return [...found];
}
