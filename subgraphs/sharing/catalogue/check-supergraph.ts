import type { GraphQLError } from "graphql";
import { publishedHash, type PublishedClass } from "../../../schema/catalog/published-class.ts";
import { IMPORTANCES, MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES } from "../../../schema/catalog/vocabulary.ts";
import type { StepTransaction } from "../workflow/matter.ts";
import { sharingError } from "../errors.ts";
import { viewCatalogue, type CatalogueView } from "./catalogue-view.ts";
import { approvedOf } from "./source-items.ts";
import { compareCatalogues, sameClass, type ItemClass } from "./compare-catalogues.ts";

/** A catalogue that is not taken, and why. */
export function catalogueRefused(en: string, zh: string, details: object = {}): GraphQLError {
  return sharingError("HUB_CATALOGUE_REFUSED", { reason: { en, zh } }, { ...details });
}

/** Reads a supergraph that somebody hands in. @throws HUB_CATALOGUE_REFUSED */
export function readSupergraph(supergraph: string): CatalogueView {
  try {
    return viewCatalogue(supergraph);
  } catch {
    throw catalogueRefused("supergraph: expected a federation 2 supergraph", "应为 federation 2 超图");
  }
}

let read: { readonly supergraph: string; readonly view: CatalogueView } | undefined;

/** A version that was published, read; the last one that was asked for is kept, since everybody compares with it. */
export function readVersion({ supergraph }: { readonly supergraph: string }): CatalogueView {
  if (read?.supergraph !== supergraph) read = { supergraph, view: readSupergraph(supergraph) };
  return read.view;
}

/** A change that the owner's head and the authority approved: from then on the owner's code may say so. */
interface ApprovedChange extends ItemClass {
  readonly coordinate: string;
}

/** A reason against publishing a supergraph. */
export interface Objection {
  readonly coordinate: string;
  readonly kind: "LOOSENED" | "NOT_APPROVED" | "CATALOGUE_PROBLEM";
  readonly message: string;
}

const show = (item: ItemClass): string =>
  `${item.share} ${item.level} ${item.mask ?? "no mask"}${item.importance === "GENERAL" ? "" : ` ${item.importance}`}`;

/** What several hands approved: changes of single coordinates, and the classification of sources. */
export interface Approvals {
  readonly changes: readonly ApprovedChange[];
  /** By source and coordinate, with a blank between: what was approved last of the sources that are not retired. */
  readonly published: ReadonlyMap<string, PublishedClass>;
}

/**
 * Everything that forbids a supergraph as the successor of the one in force: a classification looser than before, or a new coordinate that is shared,
 * without an approval of exactly that, and every grave problem of its own (a sensitive key, masks in conflict …). Pure.
 * @param before null: the first supergraph, which loosens nothing and adds nothing but sources
 */
export function checkSupergraph(
  before: CatalogueView | null,
  after: CatalogueView,
  { changes, published }: Approvals,
): readonly Objection[] {
  const isApproved = (coordinate: string, to: ItemClass): boolean => {
    const item = after.catalogue.items.get(coordinate);
    if (item?.source != null) {
      const stated = published.get(`${item.source} ${coordinate}`);
      return stated !== undefined && publishedHash(stated) === publishedHash(item);
    }
    return changes.some((change) => change.coordinate === coordinate && sameClass(change, to));
  };
  const problems = after.catalogue.problems
    .filter(({ severity }) => severity === "refuse")
    .map(({ coordinate, message }) => ({ coordinate, kind: "CATALOGUE_PROBLEM" as const, message }));
  // Of the first catalogue the sources alone are known: they were taken when the hub was founded.
  const differences = compareCatalogues(before?.catalogue.items ?? new Map(), after.catalogue.items).filter(
    ({ coordinate }) => before !== null || after.catalogue.items.get(coordinate)?.source != null,
  );
  const unapproved = differences.flatMap(({ coordinate, kind, before: was, after: is }): readonly Objection[] => {
    if (is === null || isApproved(coordinate, is)) return [];
    const [item, old] = [after.catalogue.items.get(coordinate), before?.catalogue.items.get(coordinate)];
    if (item?.source != null && old !== undefined && publishedHash(old) !== publishedHash(item)) {
      const message = `${coordinate}: not as it was approved of the source ${item.source}`;
      return [{ coordinate, kind: "NOT_APPROVED", message }];
    }
    if (kind === "LOOSENED" && was !== null) {
      const message = `${coordinate}: loosened from ${show(was)} to ${show(is)} without an approved change`;
      return [{ coordinate, kind, message }];
    }
    if (kind !== "ADDED" || is.share === "NOT_SHARED" || !after.listed.has(coordinate)) return [];
    return [{ coordinate, kind: "NOT_APPROVED", message: `${coordinate}: new as ${show(is)} without an approval` }];
  });
  return [...problems, ...unapproved];
}

/** Everything that was approved and may be published now. */
export async function approvals(
  database: Pick<StepTransaction, "catalogueChange" | "joinedSource" | "sourcePublication">,
): Promise<Approvals> {
  const sources = await database.joinedSource.findMany({ where: { state: { not: "RETIRED" } } });
  const stated = await Promise.all(sources.map(({ name }) => approvedOf(database, name)));
  const published = new Map(
    stated.flatMap((items = []) => items.map((item) => [`${item.source ?? ""} ${item.coordinate}`, item] as const)),
  );
  return { changes: await approvedChanges(database), published };
}

/** Changes that were approved and not yet published. A word that the vocabulary no longer has approves nothing. */
async function approvedChanges(database: Pick<StepTransaction, "catalogueChange">): Promise<readonly ApprovedChange[]> {
  const rows = await database.catalogueChange.findMany({ where: { state: "APPROVED" } });
  return rows.flatMap((row) => {
    const level = SENSITIVITY_LEVELS.find((word) => word === row.level);
    const share = SHARE_TYPES.find((word) => word === row.share);
    const mask = row.mask === null ? null : MASK_NAMES.find((word) => word === row.mask);
    const importance = IMPORTANCES.find((word) => word === row.importance);
    if (importance === undefined) return [];
    if (level === undefined || share === undefined || mask === undefined) return [];
    return [{ coordinate: row.coordinate, level, share, mask, importance }];
  });
}
