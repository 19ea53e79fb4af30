import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One real PostgreSQL for the whole run; each test file makes the databases it needs. */
export default async function globalSetup() {
  await import("ts-blank-space/register");
  const { startEmbeddedPostgres } = await import("../deploy/postgres/embedded-postgres.ts");
  const database = await startEmbeddedPostgres(await mkdtemp(join(tmpdir(), "hub-test-")));
  process.env.TEST_FOLDER = await mkdtemp(join(tmpdir(), "hub-test-files-"));
  process.env.TEST_POSTGRES_URL = await database.urlOf("postgres");
  globalThis.stopTestPostgres = database.stop;
}
