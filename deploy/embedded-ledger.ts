import { join } from "node:path";
import type { Logger } from "pino";
import { ledgerEvents } from "../gateway/record/ledger-events.ts";
import { logKeyIn, signedFile } from "../ledger/key-file.ts";
import type { WitnessAddress } from "../ledger/store/sign/witness-feed.ts";
import { openLedger, prepareLedger, type Ledger } from "../ledger/store/open-ledger.ts";
import { ledgerRoles, type LedgerRoles } from "./ledger-roles.ts";

/** The log's name in checkpoints of an embedded hub. */
const ORIGIN = "shali-hub.local/ledger";

/** The file of the embedded log's verifier key, made with the key at the first call. */
export async function embeddedLogKey(folder: string): Promise<string> {
  const directory = join(folder, "ledger");
  await logKeyIn(directory, ORIGIN);
  return join(directory, "log.pub");
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
  }: { readonly logger?: Logger; readonly witnesses?: readonly WitnessAddress[]; readonly signerUrl?: string } = {},
): Promise<Ledger> {
  const directory = join(folder, "ledger");
  const key = await logKeyIn(directory, ORIGIN);
  const signed = await signedFile(directory);
  const events = logger === undefined ? {} : { events: ledgerEvents(logger) };
  return openLedger({ databaseUrl, signerUrl, origin: ORIGIN, key: key.secret, signed, witnesses, ...events });
}
