import { existsSync, readdirSync } from "node:fs";
import { chmod, cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile } from "./compile.ts";

/** What the hub reads at run time beside its code: files and whole folders. */
const assets = (): readonly string[] => [
  "schema/supergraph.graphql",
  "schema/supergraph.departments.graphql",
  "schema/operations",
  "subgraphs/kit/rows/national-divisions.txt.br",
  ...readdirSync("subgraphs")
    .map((name) => `subgraphs/${name}/prisma/migrations`)
    .filter((path) => existsSync(path)),
  ...readdirSync("subgraphs/sources")
    .filter((name) => existsSync(`subgraphs/sources/${name}/source.yaml`))
    .flatMap((name) => readdirSync(`subgraphs/sources/${name}`).map((file) => `subgraphs/sources/${name}/${file}`))
    .filter((path) => /\.(?:yaml|wsdl)$/.test(path)),
  "ledger/store/migrations",
  "ledger/store/schema-objects.txt",
  "demo/identities/identities.yaml",
  "demo/sharing/grants.yaml",
  "demo/city/geography/luohe.csv",
  "demo/systems/medical-insurance/tables.sql",
  "console/dist",
  "deploy/client/scalars.ts.txt",
];

const PROGRAM = "deploy/operate/shali-hub.js";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** What single commands need, and say so. */
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Installed, the hub has what it says that it depends on, and nothing else. */
const refuseUndeclared = (imported: ReadonlySet<string>, { dependencies, peerDependencies }: Manifest): void => {
  const undeclared = [...imported].filter((name) => !Object.hasOwn({ ...dependencies, ...peerDependencies }, name));
  if (undeclared.length > 0) throw new Error(`Imported, and not among the dependencies: ${undeclared.join(", ")}`);
};

/** Builds the hub into a folder, which is emptied first: JavaScript, source maps and what it reads. */
export async function buildHub(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile("package.json", "utf8")) as Manifest;
  await rm(folder, { recursive: true, force: true });
  refuseUndeclared(await compile(folder), manifest);
  await Promise.all(assets().map((path) => cp(path, join(folder, path), { recursive: true })));
  const { version } = manifest;
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ version, type: "module" }, null, 2)}\n`);
  await chmod(join(folder, PROGRAM), 0o755);
}

if (import.meta.filename === process.argv[1]) await buildHub("dist");
