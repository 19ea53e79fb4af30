import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort, startEmbeddedPostgres } from "../../deploy/postgres/embedded-postgres.ts";

/** A real PostgreSQL of its own, on loopback, gone with its files when stopped. */
export interface TestDatabase {
  readonly url: string;
  /** Process id of the postmaster. */
  pid(): Promise<number>;
  /** Starts it again after it was killed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one. `flags` go to postgres, `initFlags` to initdb. */
export async function startDatabase(
  flags: readonly string[] = [],
  initFlags: readonly string[] = [],
): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "ledger-pg-"));
  await chmod(directory, 0o755);
  const folder = join(directory, "data");
  const port = await freePort();
  let server = await startEmbeddedPostgres(folder, { port, flags, initFlags: ["--no-sync", ...initFlags] });
  const pid = async (): Promise<number> => {
    const lines = await readFile(join(folder, "postmaster.pid"), "utf8");
    return Number(lines.split("\n")[0]);
  };
  return {
    url: await server.urlOf("ledger"),
    pid,
    async restart() {
      await server.stop();
      // Backends of the killed postmaster may still be leaving: a new one starts only when they have.
      for (let attempt = 0; ; attempt++) {
        try {
          server = await startEmbeddedPostgres(folder, { port, flags });
          return;
        } catch (error) {
          if (attempt > 100) throw new Error("PostgreSQL does not come back", { cause: error });
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** One connection with the rights of a superuser. */
export async function superuser(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
