import { join } from "node:path";
import type { Logger } from "pino";
import { ledgerEvents } from "../gateway/record/ledger-events.ts";
import { logKeyIn, signedFile } from "../ledger/key-file.ts";
import { openLedger, type Ledger } from "../ledger/store/open-ledger.ts";

/** The log's name in checkpoints of an embedded hub. */
const ORIGIN = "shali-hub.local/ledger";

/** Opens the embedded hub's ledger; this process elects itself sequencer and signs with a key of its data folder. */
export async function openEmbeddedLedger(folder: string, databaseUrl: string, logger?: Logger): Promise<Ledger> {
  const directory = join(folder, "ledger");
  const key = await logKeyIn(directory, ORIGIN);
  const events = logger === undefined ? {} : { events: ledgerEvents(logger) };
  return openLedger({ databaseUrl, origin: ORIGIN, key: key.secret, signed: await signedFile(directory), ...events });
}
