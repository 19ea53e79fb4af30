import { printSubgraphSchema } from "@apollo/subgraph";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import type { CatalogItem, Catalogue } from "../../schema/catalog/catalog-item.ts";
import {
  readEndpointSchema,
  readOpenApi,
  toldProblems,
  wsdlPathOf,
} from "../../subgraphs/sources/description/read-source.ts";
import { joinedTypes, type SourceDescription } from "../../subgraphs/sources/description/source-description.ts";
import { graphqlProblems } from "../../subgraphs/sources/kinds/graphql/graphql-problems.ts";
import { openApiProblems } from "../../subgraphs/sources/kinds/rest/openapi-problems.ts";
import { describeWsdl } from "../../subgraphs/sources/kinds/soap/wsdl.ts";
import { wsdlProblems } from "../../subgraphs/sources/kinds/soap/wsdl-problems.ts";
import { sourceSchema } from "../../subgraphs/sources/graph/source-graph.ts";

/** What a source changes, as its owner and the authority have to see it before it is published. */
export interface SourceCheck {
  /** A line each: what is new, gone or classified otherwise, then what is not classified. */
  readonly lines: readonly string[];
  /** Why it cannot be composed or used; empty where it can. */
  readonly problems: readonly string[];
}

const classOf = ({ level, share, mask, owner, theme, updateCycle }: CatalogItem): string =>
  [share, level, ...(mask === null ? [] : [`mask ${mask}`]), `of ${owner}`, theme ?? "", updateCycle ?? ""]
    .join(" ")
    .trim();

const changes = (before: Catalogue, after: Catalogue): readonly string[] => {
  const coordinates = [...new Set([...before.items.keys(), ...after.items.keys()])].sort();
  return coordinates.flatMap((coordinate) => {
    const [old, now] = [before.items.get(coordinate), after.items.get(coordinate)].map((item) => item && classOf(item));
    if (old === now) return [];
    if (old === undefined) return [`+ ${coordinate}: ${now ?? ""}`];
    return now === undefined ? [`- ${coordinate}: ${old}`] : [`~ ${coordinate}: ${old} → ${now}`];
  });
};

const unclassified = ({ types }: SourceDescription): readonly string[] =>
  [...types].flatMap(([type, { fields }]) =>
    [...fields].flatMap(([field, { share, title, copyOf }]) =>
      share === undefined && copyOf === undefined
        ? [`? ${type}.${field} (${title}): not classified, neither shared nor read`]
        : [],
    ),
  );

/**
 * Copies of items that others own, and those of them that name none.
 * @law 政务数据共享条例第十九条 [T] 一数一源：一个数据项由其数源部门提供，其他系统所存的同一数据项只登记为副本，不进入图
 */
const copiesIn = (
  { types, source }: SourceDescription,
  { items }: Catalogue,
): { readonly lines: readonly string[]; readonly problems: readonly string[] } => {
  const copies = [...types].flatMap(([type, { fields }]) =>
    [...fields].flatMap(([field, { copyOf }]) =>
      copyOf === undefined ? [] : [{ field: `${type}.${field}`, copyOf, type }],
    ),
  );
  const isCopied = ({ copyOf }: { readonly copyOf: string }): boolean =>
    items.has(copyOf) && !types.has(copyOf.slice(0, copyOf.indexOf(".")));
  return {
    lines: copies
      .filter(isCopied)
      .map(({ field, copyOf }) => `= ${field}: a copy of ${copyOf} of ${items.get(copyOf)?.owner ?? ""}, who gives it`),
    problems: copies
      .filter((copy) => !isCopied(copy))
      .map(({ field, copyOf }) => `${source}: ${field} is a copy of ${copyOf}, which no other subgraph has`),
  };
};

/** What the system's own description, an OpenAPI document, a WSDL or a schema, says otherwise than the file. */
const againstOwnWords = async (description: SourceDescription): Promise<readonly string[]> => {
  const document = readOpenApi(description);
  if (document !== undefined) return toldProblems(description.source, openApiProblems(description, document));
  if (description.graphql !== undefined)
    return toldProblems(description.source, graphqlProblems(description, readEndpointSchema(description)));
  if (description.soap === undefined) return [];
  const { operations } = await describeWsdl(wsdlPathOf(description));
  return toldProblems(description.source, wsdlProblems(description, operations));
};

/** Composes a source with the subgraphs that there are; a former one of this source is replaced. */
export function composeWith(
  source: string,
  sdl: string,
  subgraphs: ReadonlyMap<string, string>,
): ReturnType<typeof composeServices> {
  const all = [...new Map([...subgraphs, [source, sdl]])];
  return composeServices(all.map(([name, text]) => ({ name, typeDefs: parse(text), url: `http://${name}` })));
}

/** Where a source is on its way, as far as its file and the catalogue in force tell. */
const lifeOf = (description: SourceDescription, changed: readonly string[]): string => {
  if (joinedTypes(description).size === 0) return "PROFILED: nothing of it is classified";
  return changed.length > 0
    ? "CLASSIFIED: not in the catalogue as its file says"
    : "PUBLISHED: in the catalogue as its file says";
};

/**
 * Composes a source with the subgraphs that there are, and compares the catalogue with the one in force. Nothing is written.
 * @param subgraphs SDL of every subgraph by its name; a former one of this source is replaced
 */
export async function checkSource(
  description: SourceDescription,
  subgraphs: ReadonlyMap<string, string>,
  supergraph: string,
): Promise<SourceCheck> {
  const sdl = printSubgraphSchema(sourceSchema(description));
  const composed = composeWith(description.source, sdl, subgraphs);
  const lines = unclassified(description);
  const unfit = await againstOwnWords(description);
  if (composed.supergraphSdl === undefined)
    return { lines, problems: [...unfit, ...composed.errors.map(({ message }) => message)] };
  const after = buildCatalogue(composed.supergraphSdl);
  const changed = changes(buildCatalogue(supergraph), after);
  const copies = copiesIn(description, after);
  return {
    lines: [lifeOf(description, changed), ...changed, ...copies.lines, ...lines],
    problems: [...unfit, ...copies.problems, ...after.problems.map(({ message }) => message)],
  };
}
