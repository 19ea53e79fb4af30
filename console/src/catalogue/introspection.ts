import type { IntrospectionField, IntrospectionQuery, IntrospectionType } from "graphql";
import { DEPARTMENTS, inChinese, MASKS, SHARES } from "../words.ts";
import type { Catalogue, CatalogueEntry } from "./catalogue.ts";

/**
 * Adds owner, share type, level and mask to the description of every field that the catalogue knows, so that the
 * documentation, the hover and the completion all say how a field is shared. The argument is left as it is.
 */
export function describeFields(introspection: IntrospectionQuery, catalogue: Catalogue): IntrospectionQuery {
  const types = introspection.__schema.types.map((type) => describeType(type, catalogue));
  return { ...introspection, __schema: { ...introspection.__schema, types } };
}

function describeType(type: IntrospectionType, catalogue: Catalogue): IntrospectionType {
  if (type.kind !== "OBJECT" && type.kind !== "INTERFACE") return type;
  return {
    ...type,
    fields: type.fields.map((field) => describeField(field, catalogue.get(`${type.name}.${field.name}`))),
  };
}

function describeField(field: IntrospectionField, entry: CatalogueEntry | undefined): IntrospectionField {
  if (entry === undefined) return field;
  const [summary = "", ...rest] = (field.description ?? "").split("\n\n");
  // In the first paragraph, behind a hard line break: lists of fields show no more than that.
  const first = summary === "" ? sharingLine(entry) : `${summary}  \n${sharingLine(entry)}`;
  return { ...field, description: [first, ...rest].join("\n\n") };
}

/** One line of Markdown: 归属 人社 · 有条件共享 · 级别 L4 · 脱敏 金额分档. */
function sharingLine({ owner, share, level, mask }: CatalogueEntry): string {
  const parts = [`归属 **${inChinese(DEPARTMENTS, owner)}**`, `**${inChinese(SHARES, share)}**`, `级别 **${level}**`];
  if (mask !== undefined) parts.push(`脱敏 **${inChinese(MASKS, mask)}**`);
  return parts.join(" · ");
}
