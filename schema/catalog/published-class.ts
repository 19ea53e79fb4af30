import { createHash } from "node:crypto";
import * as v from "valibot";
import { list, mapping, oneOf, parse, text, type Boundary } from "../parse.ts";
import type { CatalogItem } from "./catalog-item.ts";
import { IMPORTANCES, MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES } from "./vocabulary.ts";

/** What of a coordinate is approved when a source is published: whoever serves it otherwise serves something that nobody approved. */
export type PublishedClass = Pick<
  CatalogItem,
  "coordinate" | "source" | "owner" | "level" | "share" | "mask" | "importance" | "type" | "division"
>;

const ITEMS = list(
  mapping({
    coordinate: text(),
    source: text(),
    owner: text(),
    level: oneOf(SENSITIVITY_LEVELS),
    share: oneOf(SHARE_TYPES),
    mask: v.nullable(oneOf(MASK_NAMES)),
    importance: oneOf(IMPORTANCES),
    type: text(),
    division: v.boolean("true or false"),
  }),
);

/** What a publication approves, as the hub's database keeps it. @throws Malformed */
export function parsePublished(where: string, items: unknown, boundary: Boundary): readonly PublishedClass[] {
  return parse(ITEMS, items, where, boundary);
}

/** The part of an item that is approved. */
export function publishedClass(item: PublishedClass): PublishedClass {
  const { coordinate, source, owner, level, share, mask, importance, type, division } = item;
  return { coordinate, source, owner, level, share, mask, importance, type, division };
}

/** Hash of what is approved of one coordinate: SHA-256 (hex). */
export function publishedHash(item: PublishedClass): string {
  const stated = JSON.stringify(Object.values(publishedClass(item)));
  return createHash("sha256").update(stated).digest("hex");
}
