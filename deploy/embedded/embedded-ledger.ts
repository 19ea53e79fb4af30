import { join } from "node:path";
import type { Logger } from "pino";
import { ledgerEvents } from "../../gateway/record/ledger-events.ts";
import { replaceFile } from "../../ledger/durable-file.ts";
import { logKeyIn, signedFile } from "../../ledger/key-file.ts";
import type { WitnessAddress } from "../../ledger/store/sign/witness-feed.ts";
import { openLedger, type Ledger, type LedgerOptions } from "../../ledger/store/open-ledger.ts";
import { prepareLedger } from "../../ledger/store/prepare-ledger.ts";
import { placeIn } from "../data-folder.ts";
import { servingUrls, type ServingUrls } from "../serving-roles.ts";

/** The log's name in checkpoints of an embedded hub. */
const ORIGIN = "shali-hub.local/ledger";

/** The file of the embedded log's verifier key, made with the key at the first call. */
export async function embeddedLogKey(folder: string): Promise<string> {
  const directory = placeIn(folder, "ledger");
  await logKeyIn(directory, ORIGIN);
  return join(directory, "log.pub");
}

/** File beside the log's key, for its owner alone, with the password of the role that only reads the ledger: whoever verifies needs no more. */
export const READER_FILE = "reader.password";

/** Keeps the reader's password for commands, until the next start makes another. */
export async function keepReader(folder: string, readerUrl: string): Promise<void> {
  await replaceFile(join(placeIn(folder, "ledger"), READER_FILE), `${new URL(readerUrl).password}\n`, 0o600);
}

/** Brings the embedded ledger's schema up to date, and makes the roles that serve it. @returns its URL for each duty (`ledger.admit`) */
export async function prepareEmbeddedLedger(
  ownerUrl: string,
): Promise<ServingUrls<"append" | "audit" | "read" | "sign">> {
  await prepareLedger(ownerUrl, ORIGIN);
  return servingUrls("ledger", ownerUrl);
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
