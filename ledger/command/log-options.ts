import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { CommandMistake } from "../../host/command-line.ts";
import { keyLine } from "../key-file.ts";
import { readIfPresent } from "../durable-file.ts";
import { remoteLog, type RemoteLog } from "../remote/remote-log.ts";
import type { Ledger } from "../store/open-ledger.ts";
import { openStoredLedger } from "../store/stored-ledger.ts";
import { cosignatureVerifier } from "../tree/cosignature.ts";
import { ed25519Verifier } from "../tree/key.ts";
import type { NoteSignature, NoteVerifier } from "../tree/note.ts";
import { sm2VerifierOf } from "../tree/sm2.ts";
import type { TrustedCheckpoint } from "../verify/verify-log.ts";

/** The command line cannot be carried out as given; the message is for the person who typed it. */
export class UsageError extends CommandMistake {}

/** The options that every command takes, for `readFlags`. */
export const LOG_OPTIONS = {
  database: { type: "string" },
  "log-key": { type: "string", multiple: true },
  "sm2-key": { type: "string", multiple: true },
  "witness-key": { type: "string", multiple: true },
  checkpoint: { type: "string" },
  witness: { type: "string", multiple: true },
  url: { type: "string" },
  token: { type: "string" },
  purpose: { type: "string", default: "AUDIT" },
} as const;

/** Their values. */
export interface LogValues {
  readonly database?: string | undefined;
  readonly "log-key"?: string[] | undefined;
  readonly "sm2-key"?: string[] | undefined;
  readonly "witness-key"?: string[] | undefined;
  readonly checkpoint?: string | undefined;
  readonly witness?: string[] | undefined;
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly purpose?: string | undefined;
}

/** The log at --url; --token is the file of a bearer token, which MUST NOT stand on a command line. @throws UsageError */
export async function remoteOf({ url, token, purpose = "AUDIT" }: LogValues): Promise<RemoteLog> {
  if (url === undefined || !/^https?:/.test(url) || !URL.canParse(url)) {
    throw new UsageError("The log's address is needed: --url http(s)://…");
  }
  return remoteLog(url, token === undefined ? undefined : { token: (await readFile(token, "utf8")).trim(), purpose });
}

const stored = async (file: string): Promise<readonly string[]> => {
  const line = await readIfPresent(join(process.env["LEDGER_DIRECTORY"] ?? ".hub/ledger", file));
  return line === null ? [] : [line.trim()];
};

/**
 * The keys of the log, its own first: from --log-key, LEDGER_LOG_KEY or `log.pub` of the ledger's directory; and the SM2 keys of its
 * second signature line, from --sm2-key, LEDGER_SM2_KEY or, with `log.pub`, its `sm2.pub`. @throws UsageError
 */
export async function logKeys(values: LogValues): Promise<readonly NoteVerifier[]> {
  const given = values["log-key"] ?? process.env["LEDGER_LOG_KEY"]?.split(",");
  const givenSm2 = values["sm2-key"] ?? process.env["LEDGER_SM2_KEY"]?.split(",");
  const lines = await (given === undefined ? stored("log.pub") : Promise.all(given.map(keyLine)));
  if (lines.length === 0) throw new UsageError("The log's verifier key is needed: --log-key VKEY or FILE");
  const second = givenSm2 ?? (given === undefined ? await stored("sm2.pub") : []);
  return [...lines.map(ed25519Verifier), ...(await Promise.all(second.map(keyLine))).map(sm2VerifierOf)];
}

/** Says which signature lines were not checked because nobody gave a key for them. */
export function uncheckedNote(lines: readonly NoteSignature[], keys: readonly NoteVerifier[]): readonly string[] {
  return lines.map(({ name, keyId }) => {
    const option = keys.some((key) => key.name === name) ? "--sm2-key (or --log-key)" : "--witness-key";
    return `note: the signature line of ${name} with key ${keyId.toString("hex")} was NOT checked: no key given, see ${option}`;
  });
}

/** The keys of witnesses, if any are given. */
export async function witnessKeys(values: LogValues): Promise<readonly NoteVerifier[]> {
  const given = values["witness-key"] ?? process.env["LEDGER_WITNESS_KEY"]?.split(",") ?? [];
  return (await Promise.all(given.map(keyLine))).map(cosignatureVerifier);
}

/** The checkpoints from outside: --checkpoint (signed by the log) and --witness (cosigned by the witness). @throws UsageError */
export async function trustedCheckpoints(values: LogValues): Promise<readonly TrustedCheckpoint[]> {
  const trusted: TrustedCheckpoint[] = [];
  if (values.checkpoint !== undefined) {
    const note = await readFile(values.checkpoint, "utf8");
    trusted.push({ source: values.checkpoint, note, verifiers: await logKeys(values) });
  }
  const verifiers = await witnessKeys(values);
  for (const source of values.witness ?? []) {
    if (verifiers.length === 0) throw new UsageError("--witness FILE needs --witness-key VKEY or FILE");
    trusted.push({ source, note: await readFile(source, "utf8"), verifiers });
  }
  return trusted;
}

/** The ledger's database, from --database or DATABASE_URL_LEDGER. @throws UsageError when none is named. */
export function databaseOf({ database }: LogValues): string {
  const url = database ?? process.env["DATABASE_URL_LEDGER"];
  if (url === undefined) throw new UsageError("The ledger's database is needed: --database URL or DATABASE_URL_LEDGER");
  return url;
}

/** Runs `work` with the ledger open for appending. @throws UsageError when no database is named, or it holds no ledger */
export async function withLedger<T>(values: LogValues, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openStoredLedger(databaseOf(values));
  if (ledger === undefined) throw new UsageError("This database holds no ledger");
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Runs `work` in one READ ONLY snapshot of the ledger's database. @throws UsageError when none is named. */
export async function withSnapshot<T>(
  values: LogValues,
  work: (client: pg.Client, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const url = databaseOf(values);
  const client = new pg.Client({ connectionString: url, application_name: "ledger command" });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await work(client, url);
  } finally {
    await client.end();
  }
}
