import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One real PostgreSQL for the whole run; each test file makes the databases it needs. */
export default async function globalSetup() {
  await import("ts-blank-space/register");
  const { startEmbeddedPostgres } = await import("../deploy/postgres/embedded-postgres.ts");
  // The data goes with the run: nothing has to survive the machine's fall. A crash of the server alone loses nothing either.
  const flags = ["-c", "fsync=off", "-c", "full_page_writes=off"];
  const database = await startEmbeddedPostgres(await mkdtemp(join(tmpdir(), "hub-test-")), { flags });
  process.env.TEST_POSTGRES_URL = await database.urlOf("postgres");
  globalThis.stopTestPostgres = database.stop;
}
