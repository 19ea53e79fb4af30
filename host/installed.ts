import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The path of a file that comes with the hub, such as schema/supergraph.graphql, wherever the hub was installed. */
export function installed(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** A program of the hub's own that runs as a process or a worker. */
export interface Program {
  readonly path: string;
  /** Arguments for node before the path. */
  readonly execArgv: readonly string[];
}

const isBuilt = import.meta.url.endsWith(".js");

/** Blanks the types out, whatever this process was started with. */
const loader = (): readonly string[] => {
  const path = createRequire(import.meta.url).resolve("ts-blank-space/register");
  return ["--no-warnings", "--import", pathToFileURL(path).href];
};

/** The program of a path without an ending: JavaScript where the hub was built, otherwise its source. */
export function programOf(path: string): Program {
  return isBuilt
    ? { path: installed(`${path}.js`), execArgv: [] }
    : { path: installed(`${path}.ts`), execArgv: loader() };
}

/** How one of the hub's commands is begun where this one runs, as a shell reads it. */
export function invocationOf(command: string): string {
  return isBuilt ? `npx shali-hub ${command}` : `npm run --silent ${command} --`;
}
