import { join } from "node:path";
import type { Logger } from "pino";
import { ledgerEvents } from "../gateway/record/ledger-events.ts";
import { logKeyIn, signedFile } from "../ledger/key-file.ts";
import type { WitnessAddress } from "../ledger/store/sign/witness-feed.ts";
import { openLedger, type Ledger } from "../ledger/store/open-ledger.ts";

/** The log's name in checkpoints of an embedded hub. */
const ORIGIN = "shali-hub.local/ledger";

/** The file of the embedded log's verifier key, made with the key at the first call. */
export async function embeddedLogKey(folder: string): Promise<string> {
  const directory = join(folder, "ledger");
  await logKeyIn(directory, ORIGIN);
  return join(directory, "log.pub");
}

/** Opens the embedded hub's ledger; this process elects itself sequencer and signs with a key of its data folder. */
export async function openEmbeddedLedger(
  folder: string,
  databaseUrl: string,
  { logger, witnesses = [] }: { readonly logger?: Logger; readonly witnesses?: readonly WitnessAddress[] } = {},
): Promise<Ledger> {
  const directory = join(folder, "ledger");
  const key = await logKeyIn(directory, ORIGIN);
  const signed = await signedFile(directory);
  const events = logger === undefined ? {} : { events: ledgerEvents(logger) };
  return openLedger({ databaseUrl, origin: ORIGIN, key: key.secret, signed, witnesses, ...events });
}
