import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { printSubgraphSchema } from "@apollo/subgraph";
import { buildCatalogue } from "../schema/catalog/build-catalogue.ts";
import type { Catalogue } from "../schema/catalog/catalog-item.ts";
import { refuseProblems } from "../schema/catalog/check-catalogue.ts";
import { undeclaredArguments } from "../schema/catalog/arguments/undeclared-arguments.ts";
import { keepingGap } from "../schema/law/basis.ts";
import { DEPARTMENTS, SERVICES } from "../subgraphs/kit/departments.ts";
import { loadService, loadSubgraph } from "../subgraphs/kit/subgraph.ts";
import { readSource, sourceNames } from "../subgraphs/sources/description/read-source.ts";
import { sourceSchema } from "../subgraphs/sources/graph/source-graph.ts";
import { describeErrors } from "./describe-errors.ts";
import { describeLaw } from "./describe-law.ts";
import { describeSource } from "./describe-source.ts";
import { withJoinedInputs } from "./joined-inputs.ts";

const USAGE = `Usage: npm run compose [-- --check]

Writes every subgraph's SDL to schema/subgraphs/, composes schema/supergraph.graphql from them, and from those of departments and
services alone schema/supergraph.departments.graphql; writes docs/errors.md, docs/law.md and subgraphs/sources/source.schema.json.
  --check   writes nothing; fails when a committed file is not what the code says`;

const SUPERGRAPH = "schema/supergraph.graphql";

/** A hub to which no old system has been joined. */
const DEPARTMENTS_ALONE = "schema/supergraph.departments.graphql";

const write = async (path: string, text: string, check: boolean): Promise<boolean> => {
  const committed = await readFile(path, "utf8").catch(() => "");
  if (committed === text) return true;
  if (check) console.error(`${path} is not what the code says: run npm run compose`);
  else await writeFile(path, text);
  return !check;
};

const compose = async (sources: "all" | "none", names: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "compose-"));
  const output = join(folder, "supergraph.graphql");
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("@graphql-mesh/compose-cli/package.json")),
    "esm/bin.js",
  );
  try {
    const committed = names.map(
      async (name) => [name, await readFile(`schema/subgraphs/${name}.graphql`, "utf8")] as const,
    );
    const joined = withJoinedInputs(new Map(await Promise.all(committed)));
    for (const [name, sdl] of joined) await writeFile(join(folder, `${name}.graphql`), sdl);
    const env = { ...process.env, COMPOSE_SOURCES: sources, COMPOSE_FOLDER: folder };
    await promisify(execFile)(process.execPath, [cli, "-o", output], { env });
    return await readFile(output, "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Data is kept from sharing by the article of a law or an administrative regulation alone (政务数据共享条例 art. 15). */
const refuseUnfoundedKeeping = ({ items }: Catalogue): void => {
  const unfounded = [...items.values()].flatMap(({ coordinate, share, classified, basis }) => {
    const gap = share === "NOT_SHARED" && classified ? keepingGap(basis) : null;
    return gap === null ? [] : [`${coordinate}: not shared, but ${gap}`];
  });
  if (unfounded.length > 0) throw new Error(unfounded.join("\n"));
};

const main = async (): Promise<void> => {
  if (process.argv.includes("--help")) {
    console.log(USAGE);
    return;
  }
  const check = process.argv.includes("--check");
  const written: boolean[] = [];
  const subgraphs = [
    ...(await Promise.all(DEPARTMENTS.map(({ name }) => loadSubgraph(name)))),
    ...(await Promise.all(SERVICES.map(({ name }) => loadService(name)))),
    ...sourceNames().map((name) => ({ name, schema: sourceSchema(readSource(name)) })),
  ];
  for (const { name, schema } of subgraphs) {
    written.push(await write(`schema/subgraphs/${name}.graphql`, `${printSubgraphSchema(schema)}\n`, check));
  }
  const departments = [...DEPARTMENTS, ...SERVICES].map(({ name }) => name);
  const [supergraph, alone] = await Promise.all([
    compose("all", [...departments, ...sourceNames()]),
    compose("none", departments),
  ]);
  const catalogue = buildCatalogue(supergraph);
  refuseProblems(catalogue.problems);
  refuseUnfoundedKeeping(catalogue);
  const undeclared = undeclaredArguments(supergraph);
  if (undeclared.length > 0) {
    throw new Error(`Neither tied with @reveals nor declared with @harmless(reason:): ${undeclared.join(", ")}`);
  }
  written.push(await write(SUPERGRAPH, supergraph, check));
  written.push(await write(DEPARTMENTS_ALONE, alone, check));
  written.push(await write("docs/errors.md", describeErrors(), check));
  written.push(await write("docs/law.md", describeLaw(catalogue), check));
  written.push(await write("subgraphs/sources/source.schema.json", describeSource(), check));
  if (written.includes(false)) process.exitCode = 1;
};

await main();
