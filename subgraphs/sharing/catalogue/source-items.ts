import { createHash } from "node:crypto";
import { Kind, parse, type ConstDirectiveNode, type DocumentNode } from "graphql";
import {
  parsePublished,
  publishedClass,
  publishedHash,
  type PublishedClass,
} from "../../../schema/catalog/published-class.ts";
import type { StepTransaction } from "../workflow/matter.ts";
import type { CatalogueView } from "./catalogue-view.ts";

/** The classification that a publication states, as the database keeps it. @throws Malformed where somebody else wrote the row */
export function publishedItems(items: unknown): readonly PublishedClass[] {
  return parsePublished("items", items, { code: "HUB_APPLICATION_INVALID", quotes: false });
}

/** SHA-256 (hex) of a document. */
export const sha256Of = (document: string): string => createHash("sha256").update(document).digest("hex");

/** Everything that a catalogue has of one source, sorted by coordinate. */
export function itemsOfSource({ catalogue }: CatalogueView, source: string): readonly PublishedClass[] {
  const own = [...catalogue.items.values()].filter((item) => item.source === source);
  return own.map(publishedClass).sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
}

/** Names of the sources that a catalogue has coordinates of. */
export function sourcesIn({ catalogue }: CatalogueView): readonly string[] {
  return [...new Set([...catalogue.items.values()].flatMap(({ source }) => source ?? []))].sort();
}

/** Tells a catalogue that has each coordinate exactly as it was approved. */
export function carries({ catalogue }: CatalogueView, items: readonly PublishedClass[]): boolean {
  return items.every((approved) => {
    const item = catalogue.items.get(approved.coordinate);
    return item !== undefined && publishedHash(item) === publishedHash(approved);
  });
}

type Latest = Pick<StepTransaction, "sourcePublication">;

/** The classification of a source that was approved last; undefined before the first. */
export async function approvedOf(database: Latest, source: string): Promise<readonly PublishedClass[] | undefined> {
  const where = { source, state: "APPROVED", kind: "PUBLICATION" } as const;
  const last = await database.sourcePublication.findFirst({ where, orderBy: { id: "desc" } });
  return last === null ? undefined : publishedItems(last.items);
}

const wordsOf = ({ arguments: given = [] }: ConstDirectiveNode): Readonly<Record<string, string>> =>
  Object.fromEntries(
    given.flatMap(({ name, value }) =>
      value.kind === Kind.ENUM || value.kind === Kind.STRING ? [[name.value, value.value]] : [],
    ),
  );

const classesIn = (document: DocumentNode): ReadonlyMap<string, string> => {
  const classes = new Map<string, string>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    for (const field of node.fields ?? []) {
      const item = field.directives?.find(({ name }) => name.value === "item");
      if (item === undefined) continue;
      const { level, share, mask = null } = wordsOf(item);
      classes.set(`${node.name.value}.${field.name.value}`, [level, share, mask].join());
    }
  }
  return classes;
};

/**
 * Coordinates of a source that its own SDL classifies otherwise than the supergraph, or does not have: then one of the two documents is not the
 * other's.
 * @throws GraphQLError when the SDL does not parse
 */
export function differingFromSdl(items: readonly PublishedClass[], sdl: string): readonly string[] {
  const classes = classesIn(parse(sdl, { noLocation: true }));
  return items
    .filter(({ coordinate, level, share, mask }) => classes.get(coordinate) !== [level, share, mask].join())
    .map(({ coordinate }) => coordinate);
}
