import { readFile } from "node:fs/promises";
import type { Logger } from "pino";
import { keyLine, secretLine, signedFile } from "../../ledger/key-file.ts";
import { COVER_ONE_IN } from "../../ledger/store/append/cover.ts";
import { storedOrigin } from "../../ledger/store/stored-ledger.ts";
import { openLedger, type Ledger } from "../../ledger/store/open-ledger.ts";
import { keyedPseudonym, pseudonymKeyIn } from "../../ledger/pseudonym.ts";
import { parseSecret } from "../../ledger/tree/key.ts";
import { hashOfOrigin } from "../../ledger/tree/hasher.ts";
import { parseSm2Secret } from "../../ledger/tree/sm2.ts";
import type { NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { ledgerEvents } from "./ledger-events.ts";
import { stateGrounds } from "./state-grants.ts";
import type { DisclosureLedger } from "./watch-ledger.ts";

/** The command line's flags about the ledger. */
export interface LedgerFlags {
  /** PostgreSQL of the ledger. */
  readonly database: string;
  /** File of the log's secret key (`shali-hub ledger key`); without it this gateway records and signs nothing. */
  readonly key?: string | undefined;
  /** File of the SM2 key of a second signature line. */
  readonly sm2Key?: string | undefined;
  /** The log's name; the key's, or the database's, unless given. */
  readonly origin?: string | undefined;
  /** Verifier keys (lines or files) that signed this log before. */
  readonly formerKeys: readonly string[];
  /** "URL=KEY": where a witness listens, and its verifier key (a line or a file). */
  readonly witnesses: readonly string[];
  /** File of the key that turns subjects' identifiers into pseudonyms; they are recorded as they are without it. */
  readonly pseudonymKey?: string | undefined;
  readonly crypto?: NationalCrypto | undefined;
}

/** A ledger that is configured in part only; the message says what is missing. */
class LedgerFlagsError extends Error {
  readonly code = "HUB_LEDGER_INVALID";
}

const witnessOf = async (text: string): Promise<{ readonly url: string; readonly verifier: string }> => {
  const [url = "", ...key] = text.split("=");
  if (!/^https?:/.test(url) || key.length === 0) {
    throw new LedgerFlagsError(`--ledger-witness must be URL=KEY, got ${text}.`);
  }
  return { url: url.replace(/\/$/, ""), verifier: await keyLine(key.join("=")) };
};

const originOf = async ({ origin, database }: LedgerFlags, secret: string | undefined): Promise<string> => {
  const named = origin ?? (secret === undefined ? await storedOrigin(database) : parseSecret(secret).name);
  if (named !== undefined) return named;
  throw new LedgerFlagsError(
    "This database holds no ledger yet: name the new one with --ledger-key or --ledger-origin.",
  );
};

/** `--crypto gm`: whoever signs the log signs it in SM2 too, and its tree is one of SM3. */
const assertNational = ({ crypto, key, sm2Key }: LedgerFlags, origin: string): void => {
  if (crypto !== "gm") return;
  if (hashOfOrigin(origin) !== "sm3")
    throw new LedgerFlagsError(`--crypto gm needs a log in SM3, whose name ends with /sm3; this one is ${origin}.`);
  if (key !== undefined && sm2Key === undefined)
    throw new LedgerFlagsError("--crypto gm needs --ledger-sm2-key beside --ledger-key: the log's SM2 line.");
};

const optional = async <Value>(file: string | undefined, read: (file: string) => Promise<Value>) =>
  file === undefined ? undefined : await read(file);

/**
 * Opens the ledger that a command line describes. Rejects, with one clear line, when the database does not answer or anything of it is
 * missing or wrong: a gateway that is told to record MUST NOT start without.
 */
export async function openGatewayLedger(
  flags: LedgerFlags,
  logger: Logger,
): Promise<DisclosureLedger & Pick<Ledger, "close" | "database">> {
  const { database: databaseUrl, formerKeys, witnesses } = flags;
  const secret = await optional(flags.key, secretLine);
  const sm2 = await optional(flags.sm2Key, async (file) => parseSm2Secret(await readFile(file, "utf8")));
  const pseudonymKey = await optional(flags.pseudonymKey, pseudonymKeyIn);
  const origin = await originOf(flags, secret);
  assertNational(flags, origin);
  const ledger = await openLedger({
    databaseUrl,
    origin,
    formerKeys: await Promise.all(formerKeys.map(keyLine)),
    witnesses: await Promise.all(witnesses.map(witnessOf)),
    events: ledgerEvents(logger),
    cover: { oneIn: COVER_ONE_IN },
    ...(secret === undefined || flags.key === undefined ? {} : { key: secret, signed: await signedFile(flags.key) }),
    ...(sm2 === undefined ? {} : { sm2: sm2.keys }),
  });
  logger.info(
    { origin, signs: secret !== undefined, witnesses: witnesses.length, pseudonyms: pseudonymKey !== undefined },
    secret === undefined
      ? "Every disclosure is recorded; another process has to sign the ledger's checkpoints."
      : "Every disclosure is recorded.",
  );
  return {
    append: (record) => ledger.append(pseudonymKey === undefined ? record : keyedPseudonym(record, pseudonymKey)),
    stateGround: stateGrounds(ledger.append),
    probe: ledger.probe,
    trouble: ledger.trouble,
    halted: ledger.halted,
    lag: ledger.lag,
    log: ledger.log,
    database: ledger.database,
    close: ledger.close,
  };
}
