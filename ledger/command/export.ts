import { open, rm } from "node:fs/promises";
import { readFlags } from "../../host/command-line.ts";
import type { BundleHeader, RangeRecord } from "../evidence/bundle.ts";
import { exportBundle, type Selection } from "../evidence/export-bundle.ts";
import { verifyBundle } from "../evidence/verify-bundle.ts";
import { parseSubject, pseudonymKeyIn, pseudonymOfSubject } from "../pseudonym.ts";
import type { LoggedRecord } from "../record.ts";
import { remoteBundle } from "../remote/remote-bundle.ts";
import { eventRecord } from "../store/event-record.ts";
import { LOG_OPTIONS, logKeys, remoteOf, UsageError, withLedger, withSnapshot, type LogValues } from "./log-options.ts";

const OPTIONS = {
  ...LOG_OPTIONS,
  from: { type: "string", default: "0" },
  to: { type: "string" },
  subject: { type: "string" },
  of: { type: "string" },
  "pseudonym-key": { type: "string" },
  by: { type: "string" },
  out: { type: "string" },
} as const;

interface Done {
  readonly pass: boolean;
  readonly lines: readonly string[];
}

/**
 * `export`: writes an evidence bundle to --out, which is never written over. Taking records out is a disclosure of its own: that --by, or the
 * officer of --token, did it is durable in the log (kind "audit-read") before the first of them is read. A subject that no record names is
 * told as a mistake.
 */
export async function exportCommand(args: readonly string[]): Promise<Done> {
  const { values } = readFlags({ args: [...args], options: OPTIONS });
  const { out, by, url } = values;
  if (out === undefined) throw new UsageError("export needs --out FILE");
  const selection = await selectionOf(values);
  if (url !== undefined) return fromUrl(values, selection, out);
  if (by === undefined || by.trim() === "")
    throw new UsageError("export needs --by ACCOUNT: who takes records out is recorded");
  const read = await recordExport(values, selection, by);
  const written = await withSnapshot(values, (client) => writeBundle(out, exportBundle(client, selection)));
  if (written === 0) return nobody(selection);
  return { pass: true, lines: [`${written} records written to ${out}, recorded at index ${read}`] };
}

/** Over HTTP: with an auditor's token and no password of the database; whatever the hub gave is verified. */
async function fromUrl(values: LogValues, selection: Selection, out: string): Promise<Done> {
  const keys = await logKeys(values);
  const log = await remoteOf(values);
  const written = await writeBundle(out, remoteBundle(log, keys, selection));
  if (written === 0) return nobody(selection);
  const file = await open(out);
  const verdict = await verifyBundle(file.readLines(), { logKeys: keys });
  if (!verdict.ok) return { pass: false, lines: [`FAIL what the hub gave proves nothing: ${verdict.what}`] };
  const withheld = verdict.withheld === 0 ? "" : `, ${verdict.withheld} more as hashes only`;
  return { pass: true, lines: [`${verdict.records} records written to ${out}${withheld}, recorded by the hub`] };
}

/** Writes a bundle and gives the number of its lines; 0, and no file, when it is about somebody whom only readings of the log name. */
async function writeBundle(out: string, lines: AsyncIterable<string>): Promise<number> {
  const file = await open(out, "wx", 0o600);
  let written = 0;
  let isAboutNobody = false;
  try {
    for await (const line of lines) {
      if (written === 0) isAboutNobody = (JSON.parse(line) as BundleHeader).kind === "subject";
      else if (isAboutNobody) isAboutNobody = isReading(JSON.parse(line) as RangeRecord);
      await file.write(`${line}\n`);
      written++;
    }
    await file.sync();
  } catch (error) {
    await rm(out);
    throw error;
  } finally {
    await file.close();
  }
  if (!isAboutNobody) return written - 1;
  await rm(out);
  return 0;
}

function isReading(line: RangeRecord): boolean {
  return "leaf" in line && (JSON.parse(line.leaf) as LoggedRecord).kind === "audit-read";
}

function nobody(selection: Selection): Done {
  const subject = selection.kind === "range" ? "it" : selection.subject;
  return { pass: false, lines: [`No record names ${subject} but readings of the log: is it the right pseudonym?`] };
}

function recordExport(values: LogValues, selection: Selection, by: string): Promise<number> {
  return withLedger(values, async (ledger) => {
    const subjects = selection.kind === "range" ? [] : [parseSubject(selection.subject)];
    const change = { what: "export", id: selection.kind, before: null, after: JSON.stringify(selection) };
    const { index } = await ledger.append(
      eventRecord("audit-read", change, { app: "ledger-export", officer: by, subjects }),
    );
    return index;
  });
}

interface SelectionValues {
  readonly from: string;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  /** Of one record: whether it names the subject. */
  readonly of?: string | undefined;
  readonly "pseudonym-key"?: string | undefined;
}

async function selectionOf(values: SelectionValues): Promise<Selection> {
  if (values.subject !== undefined) {
    const subject = await subjectOf(values.subject, values);
    if (values.of === undefined) return { kind: "subject", subject };
    if (!/^\d{1,15}$/.test(values.of)) throw new UsageError("--of is the index of a record");
    return { kind: "mention", subject, index: Number(values.of) };
  }
  const from = Number(values.from);
  const to = values.to === undefined ? Number.MAX_SAFE_INTEGER : Number(values.to);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from >= to) {
    throw new UsageError("--from and --to are indexes, from before to");
  }
  return { kind: "range", from, to };
}

/** The subject as the log names it: with --pseudonym-key an identifier becomes its pseudonym before anything is recorded or asked. */
async function subjectOf(text: string, { "pseudonym-key": file }: SelectionValues): Promise<string> {
  const [, type = "", identifier = ""] = /^(\w+):(.+)$/.exec(text) ?? [];
  const pseudonym =
    file === undefined ? identifier : pseudonymOfSubject({ type, pseudonym: identifier }, await pseudonymKeyIn(file));
  try {
    parseSubject(`${type}:${pseudonym}`);
  } catch (error) {
    throw new UsageError(`--subject: ${(error as Error).message}; --pseudonym-key FILE turns an identifier into one`);
  }
  return `${type}:${pseudonym}`;
}
