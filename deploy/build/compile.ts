import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { builtinModules } from "node:module";
import { transform, type Options } from "@swc/core";
import ts from "typescript";

/** The command `shali-hub`, and what it loads by a name that is known only then. */
const entries = (): readonly string[] => [
  "deploy/operate/shali-hub.ts",
  ...readdirSync("subgraphs")
    .flatMap((name) => [`subgraphs/${name}/main.ts`, `subgraphs/${name}/generated/pothos.ts`])
    .filter((path) => existsSync(path)),
];

/** Known to swc since 1.10, and not yet to its types. */
const JAVASCRIPT_ENDINGS = { rewriteRelativeImportExtensions: true };

const OPTIONS: Options = {
  swcrc: false,
  configFile: false,
  jsc: { parser: { syntax: "typescript" }, target: "es2022", ...JAVASCRIPT_ENDINGS },
  module: { type: "es6" },
  sourceMaps: true,
  inlineSourcesContent: true,
};

/** What one module of the built hub leads to. */
interface Reached {
  /** Sources that it imports, or runs as programs, from the root of the repository. */
  readonly sources: readonly string[];
  readonly packages: readonly string[];
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const isPackage = (specifier: string): boolean => !specifier.startsWith("node:") && !builtinModules.includes(specifier);

const reachedBy = (path: string, code: string): Reached => {
  const specifiers = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
  const programs = [...code.matchAll(/\bprogramOf\("([^"]+)"\)/g)].map(([, program = ""]) => `${program}.ts`);
  const beside = specifiers.filter((name) => name.startsWith("."));
  const packages = specifiers.filter((name) => !name.startsWith(".") && isPackage(name)).map(packageOf);
  return {
    sources: [...beside.map((name) => join(dirname(path), name.replace(/\.js$/, ".ts"))), ...programs],
    packages,
  };
};

/** Prisma writes its clients: nobody debugs them, and their maps would be larger than the code. */
const isGenerated = (path: string): boolean => path.includes("/generated/");

const compileOne = async (path: string, folder: string): Promise<Reached> => {
  const map = isGenerated(path) ? { sourceMaps: false } : {};
  const built = await transform(await readFile(path, "utf8"), { ...OPTIONS, ...map, filename: path });
  const to = join(folder, path.replace(/\.ts$/, ".js"));
  await mkdir(dirname(to), { recursive: true });
  const name = to.slice(to.lastIndexOf("/") + 1);
  await writeFile(to, built.map === undefined ? built.code : `${built.code}//# sourceMappingURL=${name}.map\n`);
  if (built.map !== undefined) await writeFile(`${to}.map`, built.map);
  return reachedBy(path, built.code);
};

/**
 * Writes JavaScript with source maps for everything that the command `shali-hub` can reach, and for nothing else, into `folder`, in the
 * folders of the sources. @returns the packages that it imports
 */
export async function compile(folder: string): Promise<ReadonlySet<string>> {
  const packages = new Set<string>();
  const known = new Set<string>(entries());
  let next = [...known];
  while (next.length > 0) {
    const reached = await Promise.all(next.map((path) => compileOne(path, folder)));
    for (const one of reached) for (const name of one.packages) packages.add(name);
    next = [...new Set(reached.flatMap(({ sources }) => sources))].filter((path) => !known.has(path));
    for (const path of next) known.add(path);
  }
  return packages;
}
