import { createHash } from "node:crypto";
import { parsePublished, publishedHash } from "../../schema/catalog/published-class.ts";
import type { GrantableItem } from "./grant.ts";

/** An old system as the hub's database tells of it: how far it has come, and what was approved of it last. */
export interface StatedSource {
  readonly source: string;
  readonly state: string;
  readonly items: unknown;
}

/** Why an old system's coordinate is not given, whatever is granted. */
interface Withheld {
  readonly kind: "NOT_PUBLISHED" | "RETIRED";
  readonly source: string;
}

/** What is in force of old systems. Frozen. */
export interface PublishedSources {
  /** Changes exactly when anything of it does. */
  readonly version: string;
  /** Whether a coordinate is withheld; undefined for one of a department's own subgraph, and for what is served as it was approved. */
  readonly withheld: (item: GrantableItem) => Withheld | undefined;
}

/**
 * Reads what was approved of old systems. What is served otherwise than it was approved, by a change of the supergraph as well, is withheld until
 * somebody approves it.
 * @param report told of a source of which nothing is given, since its record cannot be read
 */
export function publishedSources(
  stated: readonly StatedSource[],
  report: (source: string, error: unknown) => void,
): PublishedSources {
  const retired = new Set(stated.filter(({ state }) => state === "RETIRED").map(({ source }) => source));
  const approved = new Map<string, string>();
  for (const { source, items } of stated) {
    try {
      const boundary = { code: "HUB_GRANTS_INVALID", quotes: false };
      for (const item of parsePublished(`sources.${source}`, items, boundary))
        approved.set(`${source} ${item.coordinate}`, publishedHash(item));
    } catch (error) {
      report(source, error);
    }
  }
  const withheld = (item: GrantableItem): Withheld | undefined => {
    const { source, coordinate } = item;
    if (source === null) return undefined;
    if (retired.has(source)) return { kind: "RETIRED", source };
    return approved.get(`${source} ${coordinate}`) === publishedHash(item)
      ? undefined
      : { kind: "NOT_PUBLISHED", source };
  };
  const parts = [[...retired].sort(), [...approved].sort()];
  return Object.freeze({ version: createHash("sha256").update(JSON.stringify(parts)).digest("hex"), withheld });
}
