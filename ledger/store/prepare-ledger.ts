import { fileURLToPath } from "node:url";
import pg from "pg";
import { migrate } from "../../database/migrate.ts";
import { LedgerMisconfigured } from "../errors.ts";
import { schemaFlaws } from "./schema-objects.ts";

/** The migrations of the ledger's database. */
export const MIGRATIONS = {
  folder: fileURLToPath(new URL("migrations/", import.meta.url)),
  table: "ledger_migrations",
};

/**
 * Brings the schema of a ledger up to date, founds the log, and checks the schema. Needs the owner's rights only where something is to be
 * done. @throws LedgerMisconfigured, MigrationRefused
 */
export async function prepareLedger(databaseUrl: string, origin: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "ledger prepare" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes')",
    );
    const off = rows.find(({ setting }) => setting !== "on");
    if (off) throw new LedgerMisconfigured(`PostgreSQL runs with ${off.name} off: what it confirms may be lost`);
    await migrate(client, MIGRATIONS).catch(needsOwner(origin));
    const flaws = await schemaFlaws(client);
    if (flaws[0] !== undefined) {
      throw new LedgerMisconfigured(
        `The ledger's schema is not what its migrations make: ${flaws.slice(0, 5).join("; ")}`,
      );
    }
    const stored = await storedHead(client);
    if (stored === undefined) {
      await client
        .query("INSERT INTO ledger.head (origin, size) VALUES ($1, 0) ON CONFLICT DO NOTHING", [origin])
        .catch(needsOwner(origin));
    }
    const found = stored ?? (await storedHead(client));
    if (found !== origin) throw new LedgerMisconfigured(`This database holds the log ${found ?? "?"}, not ${origin}`);
    await client.query("SELECT ledger.ensure_month(now()), ledger.ensure_month(now() + interval '1 month')");
  } finally {
    await client.end();
  }
}

const NO_RIGHT = "42501";

/** Tells whoever may not make the log which command does. */
function needsOwner(origin: string): (cause: unknown) => never {
  return (cause) => {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== NO_RIGHT) throw cause;
    const command = `DATABASE_URL_LEDGER=OWNER_URL shali-hub ledger open ${origin}`;
    throw new LedgerMisconfigured(
      `This role may not make or migrate the ledger (${cause.message}). As the owner of the database run once: ${command}`,
      { cause },
    );
  };
}

async function storedHead(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ origin: string }>("SELECT origin FROM ledger.head");
  return rows[0]?.origin;
}
