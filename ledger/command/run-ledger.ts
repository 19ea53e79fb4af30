import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { didYouMean, readFlags } from "../../host/command-line.ts";
import { admitCommand, openCommand } from "./admit.ts";
import { exportCommand } from "./export.ts";
import { holdPromise } from "./hold-promise.ts";
import {
  databaseOf,
  LOG_OPTIONS,
  logKeys,
  uncheckedNote,
  UsageError,
  withLedger,
  withSnapshot,
  witnessKeys,
} from "./log-options.ts";
import { verifyCommand } from "./verify.ts";
import { watchCommand } from "./watch.ts";
import { logKeyIn, sm2KeyIn } from "../key-file.ts";
import { pseudonymKeyIn, pseudonymOfSubject } from "../pseudonym.ts";
import { COVER } from "../store/append/cover.ts";
import { eventRecord } from "../store/event-record.ts";
import { settleRefusals } from "../store/settle-refusals.ts";
import { readReceipt } from "../store/read-receipt.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { PROMISE_HEADER } from "../tree/promise.ts";
import { verifyReceipt } from "../tree/receipt.ts";

const HELP = `账本 Ledger: proves what was disclosed, or says where the log was touched.

  shali-hub ledger verify  [--checkpoint FILE] [--witness FILE --witness-key KEY] [--retention-months N] [--search]
                           [--quorum N] [--max-age 36h] [--sharing-key KEY]
  shali-hub ledger verify  --bundle FILE [--checkpoint FILE] [--witness FILE --witness-key KEY]
  shali-hub ledger verify  --url URL [--checkpoint FILE] [--witness FILE --witness-key KEY]
  shali-hub ledger watch   --url URL --directory DIR [--every SECONDS]
  shali-hub ledger export  --out FILE --by ACCOUNT [--from INDEX] [--to INDEX] | [--subject Type:pseudonym [--of INDEX] [--pseudonym-key FILE]]
  shali-hub ledger export  --out FILE --url URL --token FILE [--purpose CODE] [--from INDEX] [--to INDEX] | [--subject …]
  shali-hub ledger lift    CASE --by ACCOUNT
  shali-hub ledger resume  --by ACCOUNT
  shali-hub ledger open    ORIGIN
  shali-hub ledger admit   ROLE read|append|audit|sign [--print]
  shali-hub ledger receipt get INDEX
  shali-hub ledger receipt verify FILE [--witness-key KEY]
  shali-hub ledger receipt verify PROMISE [--receipt FILE | --witness FILE --witness-key KEY | --url URL]
  shali-hub ledger key     ORIGIN DIRECTORY [--sm2]
  shali-hub ledger pseudonym KEYFILE < lines of Type:identifier

Everywhere: --log-key KEY (a vkey line or a file; may be repeated after a change of key; else LEDGER_LOG_KEY, else log.pub in
LEDGER_DIRECTORY), --database URL (else DATABASE_URL_LEDGER). A bundle and a receipt need no database.
--sm2-key KEY (else LEDGER_SM2_KEY, else sm2.pub beside log.pub) is the key of a second signature line: with it the checkpoint of a
receipt or bundle, and the newest of a log, must carry that line, and no line of it may be wrong; without it such a line is named as unchecked.
--search also derives the summaries that lead searches: whether a record could be hidden from an auditor's search.
--url is a hub, or the prefix of a log as C2SP tlog-tiles serves it: no password, no database. watch follows it and ends with 1 at the first
thing that contradicts what was seen. --token is the file of an auditor's token; the hub records the export first.
resume, for the owner of the database, ends the stop after a witness's refusal; the log is verified and signed on from there.
open, for the owner, makes the log of that name in a database that holds none: the roles that serve may not.
admit, for the owner, gives a role the rights of one duty and no other, and makes it where it is not there; --print shows the SQL instead.
--witness and --witness-key may be repeated; --quorum demands so many witnesses, --max-age a cosignature no older than that.
--sharing-key (the sharing service's verifier key, a line or a file; may be repeated) joins disclosures and grants, and lists what was
disclosed under a hash that no approved grant has.
--checkpoint is a checkpoint that you kept; --witness one that a witness cosigned (GET /checkpoint of the witness).
Exit code: 0 PASS, 1 FAIL, 2 the command could not be carried out.
`;

type Command = (args: readonly string[]) => Promise<{ pass: boolean; lines: readonly string[] }>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["verify", verifyCommand],
  ["export", exportCommand],
  ["watch", watchCommand],
  ["receipt", receiptCommand],
  ["lift", liftCommand],
  ["resume", resumeCommand],
  ["open", openCommand],
  ["admit", admitCommand],
  ["key", keyCommand],
  ["pseudonym", pseudonymCommand],
]);

/**
 * `lift CASE --by ACCOUNT`: ends a covert investigation. A record, and what takes effect at once: from now on the people concerned see
 * what was withheld from them. It cannot be taken back, as nothing in the log can.
 */
async function liftCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { ...LOG_OPTIONS, by: { type: "string" } } as const;
  const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
  const [investigation] = positionals;
  if (investigation === undefined || values.by === undefined) throw new UsageError("lift CASE --by ACCOUNT");
  if (investigation === COVER) throw new UsageError(`${COVER} is no investigation: it covers for those that are`);
  const { by } = values;
  return withLedger(values, async (ledger) => {
    const { rows } = await ledger.database.query<{ records: string }>(
      "SELECT count(*) AS records FROM ledger.leaves WHERE covert = $1",
      [investigation],
    );
    const records = rows[0]?.records ?? "0";
    if (records === "0") return { pass: false, lines: [`No record belongs to ${investigation}`] };
    const change = { what: "covert-lift", id: investigation, before: null, after: null };
    const { index } = await ledger.append(eventRecord("workflow", change, { officer: by }));
    return { pass: true, lines: [`${records} records are shown from now on, recorded at index ${index}`] };
  });
}

const REASONS = {
  MALFORMED: "not a receipt",
  SIGNATURE: "the checkpoint is not signed by the log's key, or one of its lines is wrong",
  SECOND_SIGNATURE: "the checkpoint has no second signature by the SM2 key",
  WITNESS: "the witness did not cosign the checkpoint",
  PROOF: "the record is not the one in the log",
} as const;

/**
 * `resume --by ACCOUNT`: settles every refusal of a witness, and records that in the same transaction. For the owner of the database, once
 * the cause is found: a copy put back that the witness's last checkpoint is in, or a witness that was wrong and is replaced.
 */
async function resumeCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { ...LOG_OPTIONS, by: { type: "string" } } as const;
  const { values } = readFlags({ args: [...args], options });
  if (values.by === undefined) throw new UsageError("resume --by ACCOUNT");
  const settled = await settleRefusals(databaseOf(values), values.by);
  const lines = settled.map(({ witness, why }) => `settled: ${witness}: ${why}`);
  return settled.length === 0
    ? { pass: false, lines: ["No witness has refused this log"] }
    : { pass: true, lines: [...lines, "Start the gateways again: the witnesses are asked anew."] };
}

/** `receipt verify FILE` works without the hub, for a receipt and for the promise that came with an answer; `receipt get INDEX` prints the receipt of a record. */
async function receiptCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { ...LOG_OPTIONS, receipt: { type: "string" } } as const;
  const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
  const [verb, argument] = positionals;
  if (argument === undefined) throw new UsageError("receipt verify FILE, or receipt get INDEX");
  if (verb === "get") {
    if (!/^\d{1,15}$/.test(argument)) throw new UsageError("receipt get INDEX: expected digits alone");
    const [key] = await logKeys(values);
    const hasher = hasherFor(hashOfOrigin(key?.name ?? ""));
    const receipt = await withSnapshot(values, (client) => readReceipt(client, hasher, Number(argument)));
    return receipt === null ? { pass: false, lines: ["no receipt (yet)"] } : { pass: true, lines: [receipt.trimEnd()] };
  }
  if (verb !== "verify") throw new UsageError("receipt verify FILE, or receipt get INDEX");
  const text = await readFile(argument, "utf8");
  if (text.startsWith(PROMISE_HEADER)) return holdPromise(text, values);
  const keys = { log: await logKeys(values), witnesses: await witnessKeys(values) };
  const verdict = verifyReceipt(text, keys);
  if (!verdict.ok) return { pass: false, lines: [`FAIL ${REASONS[verdict.reason]}`] };
  const { checkpoint, index, leaf, unchecked } = verdict;
  const notes = uncheckedNote(unchecked, keys.log);
  return { pass: true, lines: [`PASS index ${index} of ${checkpoint.size} in ${checkpoint.origin}`, leaf, ...notes] };
}

/** `key ORIGIN DIRECTORY [--sm2]`: makes the log's key pairs, or shows those that are there. */
async function keyCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { sm2: { type: "boolean", default: false } } as const;
  const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
  const [origin, directory] = positionals;
  if (origin === undefined || directory === undefined) throw new UsageError("key ORIGIN DIRECTORY [--sm2]");
  const pairs = [await logKeyIn(directory, origin), ...(values.sm2 ? [await sm2KeyIn(directory, origin)] : [])];
  return { pass: true, lines: pairs.map(({ verifier }) => verifier) };
}

/**
 * `pseudonym KEYFILE`: turns lines of "Type:identifier" into what `--subject` asks for, in a log whose gateway was given the same key.
 * Identifiers come on standard input: a command line is seen by others.
 */
async function pseudonymCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const [file] = args;
  if (file === undefined) throw new UsageError("pseudonym KEYFILE, with Type:identifier on standard input");
  const key = await pseudonymKeyIn(file);
  const lines: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const [, type, identifier] = /^(\w+):(.+)$/.exec(line) ?? [];
    if (type === undefined || identifier === undefined) throw new UsageError("A line is Type:identifier");
    lines.push(`${type}:${pseudonymOfSubject({ type, pseudonym: identifier }, key)}`);
  }
  return { pass: true, lines };
}

/** The end of a command: the code 0 for PASS, 1 for FAIL, 2 where it could not be carried out; then the text is the reason. */
export interface Ran {
  readonly code: 0 | 1 | 2;
  readonly text: string;
}

/** Carries out one command of `shali-hub ledger`; throws nothing. */
export async function runLedger([name = "--help", ...args]: readonly string[]): Promise<Ran> {
  const command = COMMANDS.get(name);
  if (name === "--help" || args.includes("--help")) return { code: 0, text: HELP };
  if (command === undefined) {
    const known = [...COMMANDS.keys()];
    return { code: 2, text: `No command "${name}".${didYouMean(name, known)} There are: ${known.join(", ")}\n` };
  }
  try {
    const { pass, lines } = await command(args);
    return { code: pass ? 0 : 1, text: `${lines.join("\n")}\n` };
  } catch (error) {
    return { code: 2, text: `${error instanceof Error ? error.message : "failed"}\n` };
  }
}
