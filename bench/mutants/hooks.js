import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import blankSpace from "ts-blank-space";
import ts from "typescript";

/** Stripped sources by what they were stripped from: a run reads hundreds of files and changes one. */
const stripped = new Map();

let root = "";

/** @param {{ root: string }} data URL of the folder whose modules are fresh in every run */
export function initialize(data) {
  root = data.root;
}

/** Modules of the repository belong to the run of who imports them (`?run=N`); packages and generated clients stay. */
export async function resolve(specifier, context, nextResolve) {
  if (specifier === "@jest/globals") return { url: new URL("globals.ts", import.meta.url).href, shortCircuit: true };
  const resolved = await nextResolve(specifier, context);
  const run = context.parentURL?.match(/\?run=\d+$/)?.[0];
  if (run === undefined || !resolved.url.startsWith(root) || /\/generated\/|\.json$|\?/.test(resolved.url))
    return resolved;
  return { ...resolved, url: resolved.url + run };
}

/** Types become blanks, so that an offset of the coverage is one of the source; tests with `using` are compiled. */
const strip = (text) =>
  /^\s*(?:await )?using /m.test(text)
    ? ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
        .outputText
    : blankSpace(text);

export async function load(url, context, nextLoad) {
  if (!/\.ts(?:\?|$)/.test(url)) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), "utf8");
  let source = stripped.get(text);
  if (source === undefined) {
    source = strip(text);
    stripped.set(text, source);
  }
  return { format: "module", shortCircuit: true, source };
}
