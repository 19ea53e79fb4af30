import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Client, escapeIdentifier } from "pg";
import type { Logger } from "pino";
import { ledgerEvents } from "../gateway/record/ledger-events.ts";
import { logKeyIn, signedFile } from "../ledger/key-file.ts";
import type { WitnessAddress } from "../ledger/store/sign/witness-feed.ts";
import { openLedger, prepareLedger, type Ledger, type LedgerOptions } from "../ledger/store/open-ledger.ts";
import { placeIn } from "./data-folder.ts";

/** The log's name in checkpoints of an embedded hub. */
const ORIGIN = "shali-hub.local/ledger";

/** The file of the embedded log's verifier key, made with the key at the first call. */
export async function embeddedLogKey(folder: string): Promise<string> {
  const directory = placeIn(folder, "ledger");
  await logKeyIn(directory, ORIGIN);
  return join(directory, "log.pub");
}

/** URLs of the ledger's database for roles that own nothing, each with the rights of its duty (`ledger.admit`). */
export type LedgerRoles = Readonly<Record<"append" | "audit" | "sign", string>>;

/**
 * Makes the roles of an embedded ledger, named after its database, or gives those that are there new passwords, which live in this process
 * alone. @param ownerUrl the owner's; the schema MUST be up to date
 */
async function ledgerRoles(ownerUrl: string): Promise<LedgerRoles> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const roleOf = async (duty: keyof LedgerRoles): Promise<string> => {
      const url = new URL(ownerUrl);
      const role = `${url.pathname.slice(1)}_${duty}`;
      const password = randomBytes(24).toString("base64url");
      const known = await client.query("select from pg_roles where rolname = $1", [role]);
      await client.query(
        `${known.rowCount === 0 ? "create" : "alter"} role ${escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole nobypassrls
         password '${password}'`,
      );
      await client.query("select ledger.admit($1, $2)", [role, duty]);
      url.username = role;
      url.password = password;
      return url.href;
    };
    return { append: await roleOf("append"), audit: await roleOf("audit"), sign: await roleOf("sign") };
  } finally {
    await client.end();
  }
}

/** Brings the embedded ledger's schema up to date, and gives its roles their rights. */
export async function prepareEmbeddedLedger(ownerUrl: string): Promise<LedgerRoles> {
  await prepareLedger(ownerUrl, ORIGIN);
  return ledgerRoles(ownerUrl);
}

/** Opens the embedded hub's ledger; this process elects itself sequencer and signs with a key of its data folder. */
export async function openEmbeddedLedger(
  folder: string,
  databaseUrl: string,
  {
    logger,
    witnesses = [],
    signerUrl = databaseUrl,
    cover,
  }: {
    readonly logger?: Logger;
    readonly witnesses?: readonly WitnessAddress[];
    readonly signerUrl?: string;
    readonly cover?: NonNullable<LedgerOptions["cover"]>;
  } = {},
): Promise<Ledger> {
  const directory = placeIn(folder, "ledger");
  const key = await logKeyIn(directory, ORIGIN);
  const signed = await signedFile(directory);
  const events = logger === undefined ? {} : { events: ledgerEvents(logger) };
  return openLedger({
    databaseUrl,
    signerUrl,
    origin: ORIGIN,
    key: key.secret,
    signed,
    witnesses,
    ...events,
    ...(cover === undefined ? {} : { cover }),
  });
}
