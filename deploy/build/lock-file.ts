import { readFileSync } from "node:fs";

/** One package of package-lock.json, as far as it is looked at here. */
export interface LockedPackage {
  /** Its own name, where the folder bears another. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

/** What npm locked, by folder; the empty one is the project itself. */
export interface Lock {
  readonly name: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Reads package-lock.json. */
export function readLock(): Lock {
  return JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
}

const MODULES = "node_modules/";

/** Packages that are installed in production, each under its own name; the project itself is one. */
export function installedInProduction(
  packages: Lock["packages"],
): readonly (LockedPackage & { readonly name: string })[] {
  return Object.entries(packages)
    .filter(([, { dev = false }]) => !dev)
    .map(([path, locked]) => ({
      ...locked,
      name: locked.name ?? path.slice(path.lastIndexOf(MODULES) + MODULES.length),
    }));
}
