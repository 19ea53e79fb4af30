import { readFile, rm, writeFile } from "node:fs/promises";
import type { Manifest } from "../../demo/city/manifest.ts";
import { seedApart } from "../../demo/city/seed-apart.ts";
import type { DepartmentName } from "../../subgraphs/kit/departments.ts";
import { placeIn } from "../data-folder.ts";
import type { EmbeddedSharing } from "./embedded-sharing.ts";

/** Size of the demo city, and the places where it is kept. */
export interface CityOptions {
  readonly folder: string;
  readonly people: number;
  readonly databaseUrls: Readonly<Record<DepartmentName, string>>;
  readonly sharing: Pick<EmbeddedSharing, "buildDemoGrants" | "completeParties" | "hasParties">;
  /** Told of the whole: people and the steps of the workflow that gives the demo's grants. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Adds up several parts' progress, once each has said how long it is. */
const sumOf = (parts: number, tell: (done: number, total: number) => void) => {
  const known = new Map<number, readonly [number, number]>();
  return (part: number) => (done: number, total: number) => {
    known.set(part, [done, total]);
    if (known.size < parts) return;
    const all = [...known.values()];
    // Every part counts the same, however it counts.
    tell(Math.floor(all.reduce((sum, [one, of]) => sum + (one / of) * 1_000, 0)), 1_000 * parts);
  };
};

/**
 * The demo city and its grants, built when they are not there. The manifest is written last, so that what was interrupted
 * is built anew, and so is a city whose register of parties is empty.
 */
export async function openEmbeddedCity(options: CityOptions): Promise<Manifest> {
  const { folder, people, databaseUrls, sharing } = options;
  const path = placeIn(folder, "manifest.json");
  const built = await readFile(path, "utf8").catch(() => undefined);
  if (built !== undefined && (await sharing.hasParties())) {
    await sharing.completeParties();
    return JSON.parse(built) as Manifest;
  }
  await rm(path, { force: true });
  const progressOf = sumOf(2, options.onProgress ?? (() => undefined));
  const [manifest] = await Promise.all([
    seedApart({ databaseUrls, people, reset: true, onProgress: progressOf(0) }),
    sharing.buildDemoGrants(progressOf(1)),
  ]);
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
