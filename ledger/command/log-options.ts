import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { keyLine } from "../key-file.ts";
import { readIfPresent } from "../read-if-present.ts";
import { cosignatureVerifier } from "../tree/cosignature.ts";
import { ed25519Verifier } from "../tree/key.ts";
import type { NoteVerifier } from "../tree/note.ts";
import type { TrustedCheckpoint } from "../verify/verify-log.ts";
import { UsageError } from "./usage-error.ts";

/** The options that every command takes, for `parseArgs`. */
export const LOG_OPTIONS = {
  database: { type: "string" },
  "log-key": { type: "string", multiple: true },
  "witness-key": { type: "string" },
  checkpoint: { type: "string" },
  witness: { type: "string" },
} as const;

/** Their values. */
export interface LogValues {
  readonly database?: string | undefined;
  readonly "log-key"?: string[] | undefined;
  readonly "witness-key"?: string | undefined;
  readonly checkpoint?: string | undefined;
  readonly witness?: string | undefined;
}

/** The keys of the log, from --log-key, LEDGER_LOG_KEY or `log.pub` of the ledger's directory. @throws UsageError */
export async function logKeys(values: LogValues): Promise<readonly NoteVerifier[]> {
  const given = values["log-key"] ?? process.env["LEDGER_LOG_KEY"]?.split(",") ?? [];
  const lines = await Promise.all(given.map(keyLine));
  if (lines.length === 0) {
    const directory = process.env["LEDGER_DIRECTORY"] ?? ".hub/ledger";
    const stored = await readIfPresent(join(directory, "log.pub"));
    if (stored === null) throw new UsageError("The log's verifier key is needed: --log-key VKEY or FILE");
    lines.push(stored.trim());
  }
  return lines.map(ed25519Verifier);
}

/** The witness's key, if one is given. */
export async function witnessKeys(values: LogValues): Promise<readonly NoteVerifier[]> {
  const given = values["witness-key"] ?? process.env["LEDGER_WITNESS_KEY"];
  return given === undefined ? [] : [cosignatureVerifier(await keyLine(given))];
}

/** The checkpoints from outside: --checkpoint (signed by the log) and --witness (cosigned by the witness). @throws UsageError */
export async function trustedCheckpoints(values: LogValues): Promise<readonly TrustedCheckpoint[]> {
  const trusted: TrustedCheckpoint[] = [];
  if (values.checkpoint !== undefined) {
    const note = await readFile(values.checkpoint, "utf8");
    trusted.push({ source: values.checkpoint, note, verifiers: await logKeys(values) });
  }
  if (values.witness !== undefined) {
    const verifiers = await witnessKeys(values);
    if (verifiers.length === 0) throw new UsageError("--witness FILE needs --witness-key VKEY or FILE");
    trusted.push({ source: values.witness, note: await readFile(values.witness, "utf8"), verifiers });
  }
  return trusted;
}

/** Runs `work` in one READ ONLY snapshot of the ledger's database. @throws UsageError when none is named. */
export async function withSnapshot<T>(
  values: LogValues,
  work: (client: pg.Client, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const url = values.database ?? process.env["DATABASE_URL_LEDGER"];
  if (url === undefined) throw new UsageError("The ledger's database is needed: --database URL or DATABASE_URL_LEDGER");
  const client = new pg.Client({ connectionString: url, application_name: "ledger command" });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await work(client, url);
  } finally {
    await client.end();
  }
}
