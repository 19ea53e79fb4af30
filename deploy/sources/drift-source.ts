import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import type { Problem } from "../../schema/parse.ts";
import { readEndpointSchema, wsdlPathOf } from "../../subgraphs/sources/description/read-source.ts";
import {
  REQUESTS_DEFAULTS,
  REST_DEFAULTS,
  type GraphqlSettings,
} from "../../subgraphs/sources/description/requests-description.ts";
import type { SourceDescription, SourceType } from "../../subgraphs/sources/description/source-description.ts";
import { compareSample, type TypeDrift } from "../../subgraphs/sources/drift/compare-sample.ts";
import { proposeChange } from "../../subgraphs/sources/drift/propose-change.ts";
import { shownRows } from "../../subgraphs/sources/joining/samples/answered-table.ts";
import { NoSample, type Part, type SampledTable } from "../../subgraphs/sources/joining/sample.ts";
import { firstPage } from "../../subgraphs/sources/joining/samples/first-page.ts";
import { sampleCsv } from "../../subgraphs/sources/joining/samples/sample-csv.ts";
import { LOOKED, schemaAt, tablesIn, withRowsFrom } from "../../subgraphs/sources/joining/samples/sample-graphql.ts";
import { sampleMysql } from "../../subgraphs/sources/joining/samples/sample-mysql.ts";
import { sampleSql } from "../../subgraphs/sources/joining/samples/sample-sql.ts";
import { sampleXlsx } from "../../subgraphs/sources/joining/samples/sample-xlsx.ts";
import { dropsIn } from "../../subgraphs/sources/kinds/files/drops.ts";
import { graphqlProblems } from "../../subgraphs/sources/kinds/graphql/graphql-problems.ts";
import { openRest } from "../../subgraphs/sources/kinds/rest/rest-reader.ts";
import { messageOf } from "../../subgraphs/sources/reading/requested/message-of.ts";
import { openService } from "../../subgraphs/sources/kinds/soap/soap-service.ts";
import { httpSystem } from "../../subgraphs/sources/reading/bounded-http.ts";

/** What a source's system has otherwise than its file says. */
export interface SourceDrifts {
  /** A line for each, without a value that is not a code of several rows. */
  readonly lines: readonly string[];
  /** Classified coordinates that have no value now, or not every one. */
  readonly coordinates: readonly string[];
  /** A unified diff of its source.yaml; empty where nothing is to be changed there. */
  readonly diff: string;
}

/** How a type is asked for, as a sample is. */
const tableOf = ({ from, requests = REQUESTS_DEFAULTS }: SourceType): SampledTable => {
  const { rows, pages, query } = requests;
  const placed: Part | undefined = pages && {
    [pages.offset === undefined ? "number" : "offset"]: pages.offset ?? pages.number,
    ...{ size: pages.size, of: pages.of },
  };
  return { from, columns: [], requests: { rows, query: Object.fromEntries(query), pages: placed } };
};

/** Shows one type of a system, as it is now; what the system's own words say otherwise than the file comes with it. */
interface Shown {
  readonly show: (type: SourceType) => Promise<SampledTable | undefined>;
  readonly otherwise?: () => Promise<readonly Problem[]>;
  readonly close: () => Promise<void>;
}

/** A GraphQL endpoint; one that does not tell its schema is asked by the schema beside the file. */
const openedGraphql = (
  description: SourceDescription,
  settings: GraphqlSettings,
  asked: Pick<Parameters<typeof schemaAt>[0], "place" | "secret">,
): Shown => {
  const endpoint = { ...asked, settings: { ...settings, ...LOOKED } };
  const told = schemaAt(endpoint).catch(() => readEndpointSchema(description));
  return {
    show: async (type) => {
      const schema = await told;
      const { requests } = tableOf(type);
      const seen = tablesIn(schema).find(
        (one) => one.from === type.from && one.requests?.["rows"] === requests?.["rows"],
      );
      if (seen === undefined) throw new NoSample(`The endpoint has no list ${type.from}.`);
      return (await withRowsFrom(schema, [{ ...seen, requests }], endpoint, () => undefined))[0];
    },
    // A column that is gone is told with its type.
    otherwise: async () => graphqlProblems(description, await told).filter(({ at }) => !at.includes("column")),
    close: () => Promise.resolve(),
  };
};

/** Opens what shows one type of the system after the other, as it is now. */
const opened = (description: SourceDescription, place: string, secret: (name: string) => string): Shown => {
  const { kind, rest = REST_DEFAULTS, soap } = description;
  const nothing = (): Promise<void> => Promise.resolve();
  if (kind === "sql" || kind === "mysql") {
    const sample = kind === "sql" ? sampleSql : sampleMysql;
    const show = async ({ from }: SourceType) => (await sample(place, [from], () => undefined)).tables[0];
    return { show, close: nothing };
  }
  if (kind === "files") {
    const show = async ({ from }: SourceType) => {
      const [newest] = await dropsIn(place, from);
      if (newest === undefined) throw new NoSample(`The folder has no complete drop of ${from}.`);
      const sampled = await (from.toLowerCase().endsWith(".xlsx") ? sampleXlsx : sampleCsv)(newest.path);
      return sampled.tables[0];
    };
    return { show, close: nothing };
  }
  if (description.graphql !== undefined) return openedGraphql(description, description.graphql, { place, secret });
  if (kind === "rest") {
    const { asked, system } = openRest(rest, { place, secret, concurrency: 1 });
    const show = async (type: SourceType) => shownRows(tableOf(type), await asked.ask(firstPage(tableOf(type))), false);
    return { show, close: system.close };
  }
  const system = httpSystem(place, { concurrency: 1, seconds: soap?.seconds ?? 5, bytes: soap?.bytes ?? 4_000_000 });
  const service = openService(wsdlPathOf(description), { system, settings: soap ?? {} });
  const show = async (type: SourceType) => {
    const { operations, call } = await service;
    const message = messageOf(firstPage(tableOf(type)).query, operations.get(type.from)?.input);
    if (!operations.has(type.from)) throw new NoSample(`The WSDL has no operation ${type.from}.`);
    return shownRows(tableOf(type), await call(type.from, message), true);
  };
  return { show, close: system.close };
};

const percent = (part: number): string => `${Math.ceil(part * 100)}%`;

const linesOf = ({ type, gone, added, codes, unread, isLost }: TypeDrift): readonly string[] => [
  ...gone.map((field) => `- ${type}.${field}: its column is gone`),
  ...added.map(({ name }) => `+ ${type}: a new column ${name}`),
  ...codes.map(({ field, codes: found }) => `+ ${type}.${field}: new codes ${found.join(", ")}`),
  ...unread.map(({ field, share }) => `~ ${type}.${field}: ${percent(share)} of the values are not read`),
  ...(isLost ? [`! ${type}: the column of its key or of its division is gone, nothing of it is answered`] : []),
];

/** Of a type whose rows cannot be told any more, everything that is classified. */
const coordinatesOf = (
  { type, gone, codes, unread, isLost }: TypeDrift,
  { types }: SourceDescription,
): readonly string[] => {
  const fields = types.get(type)?.fields ?? new Map<string, never>();
  const touched = new Set([...gone, ...codes.map(({ field }) => field), ...unread.map(({ field }) => field)]);
  return [...fields].flatMap(([field, { share }]) =>
    share !== undefined && (isLost || touched.has(field)) ? [`${type}.${field}`] : [],
  );
};

/** What git shows between two texts of one file. */
const diffOf = async (name: string, before: string, after: string): Promise<string> => {
  if (before === after) return "";
  const folder = await mkdtemp(join(tmpdir(), "drift-"));
  try {
    await writeFile(join(folder, "before"), before);
    await writeFile(join(folder, "after"), after);
    const args = ["diff", "--no-index", "--no-color", "--no-ext-diff", "before", "after"];
    const shown = await new Promise<string>((resolve) => {
      // It ends with 1 where there are differences.
      execFile("git", args, { cwd: folder }, (_, stdout) => {
        resolve(stdout);
      });
    });
    const [, , ...lines] = shown.split("\n");
    return lines.join("\n").replace("--- a/before", `--- a/${name}`).replace("+++ b/after", `+++ b/${name}`);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/**
 * Looks at a source's system as it is now, and proposes what its file may say of it. Nothing is written.
 * @param path its source.yaml
 * @param secret value of a secret by its name in the file
 */
export async function driftOfSource(
  description: SourceDescription,
  path: string,
  place: string,
  secret: (name: string) => string,
): Promise<SourceDrifts> {
  const { show, otherwise, close } = opened(description, place, secret);
  const drifts: TypeDrift[] = [];
  const lines: string[] = [];
  for (const [name, type] of description.types) {
    try {
      const table = await show(type);
      if (table === undefined || table.columns.every(({ values }) => values.length === 0))
        lines.push(`? ${name}: the system shows no rows of it`);
      else drifts.push(compareSample(name, type, table, description));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      lines.push(`! ${name}: ${error instanceof NoSample ? error.message : `${type.from} is not answered (${code})`}`);
    }
  }
  const differing = await otherwise?.();
  for (const { at, expected, got } of differing ?? [])
    lines.push(
      `! ${at.slice(1).join(".")}: expected ${expected}, got ${got === undefined ? "nothing" : JSON.stringify(got)}`,
    );
  await close();
  const text = await readFile(path, "utf8");
  const proposed = await format(proposeChange(text, drifts), { parser: "yaml", printWidth: 120 });
  return {
    lines: [...lines, ...drifts.flatMap(linesOf)],
    coordinates: drifts.flatMap((drift) => coordinatesOf(drift, description)).sort(),
    diff: await diffOf(path, text, proposed),
  };
}
