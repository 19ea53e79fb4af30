import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { availableParallelism } from "node:os";
import type { ClientBase } from "pg";
import { readFlags } from "../../host/command-line.ts";
import { verifyBundle } from "../evidence/verify-bundle.ts";
import { disclosuresOutsideGrants, type GrantsReport } from "../grants/verify-grants.ts";
import { ed25519Verifier } from "../tree/key.ts";
import { keyLine } from "../key-file.ts";
import { wrongSummaries } from "../verify/summaries-check.ts";
import { verifyRemote } from "../remote/verify-remote.ts";
import { newestCheckpoint } from "../store/read-receipt.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { lacksSecond, uncheckedLines } from "../tree/signature-lines.ts";
import { describeFlaw } from "../verify/flaw.ts";
import { databaseSource } from "../verify/log-source.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { verifyLog, type VerifyOptions, type VerifyReport } from "../verify/verify-log.ts";
import { windowProcesses } from "../verify/window-processes.ts";
import {
  LOG_OPTIONS,
  type LogValues,
  logKeys,
  remoteOf,
  trustedCheckpoints,
  uncheckedNote,
  UsageError,
  withSnapshot,
  witnessKeys,
} from "./log-options.ts";

import { judgeCosignatures, witnessBounds, type WitnessBounds } from "./witness-bounds.ts";

const SHARED_FROM = 200_000;

/** `verify`: the whole log from its rows, or a bundle. Gives the lines to print and whether it passed. */
export async function verifyCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const { values } = readFlags({
    args: [...args],
    options: {
      ...LOG_OPTIONS,
      bundle: { type: "string" },
      search: { type: "boolean", default: false },
      "sharing-key": { type: "string", multiple: true, default: [] },
      "retention-months": { type: "string", default: "36" },
      quorum: { type: "string" },
      "max-age": { type: "string" },
    },
  });
  const keys = await logKeys(values);
  const bounds = witnessBounds(values.quorum, values["max-age"]);
  const trusted = await trustedCheckpoints(values);
  if ((values.bundle ?? values.url) !== undefined) assertOfDatabase(values);
  const witnesses = await witnessKeys(values);
  const outside = { trusted, witnesses, bounds };
  if (values.bundle !== undefined) return verifyBundleFile(values.bundle, keys, outside);
  if (values.url !== undefined) return verifyUrl(values, keys, outside);
  const [first] = keys;
  if (first === undefined) throw new UsageError("The log's verifier key is needed");
  const retentionMonths = Number(values["retention-months"]);
  const hasher = hasherFor(hashOfOrigin(first.name));
  const options = { origin: first.name, hasher, logKeys: keys, trusted, witnesses, retentionMonths };
  const started = performance.now();
  const notes = trusted.filter(({ verifiers }) => verifiers !== keys).map(({ note }) => note);
  const sharingKeys = await Promise.all(values["sharing-key"].map(async (key) => ed25519Verifier(await keyLine(key))));
  const { report, newest, cosigned, hidden, grants } = await withSnapshot(values, async (client, url) => ({
    report: await verifyOnAllCores(client, url, options),
    newest: await newestCheckpoint(client),
    cosigned: await judgeStored(client, notes, witnesses, bounds),
    hidden: values.search ? await wrongSummaries(client) : [],
    grants: sharingKeys.length > 0 ? await disclosuresOutsideGrants(client, sharingKeys) : null,
  }));
  const lines = reportLines(report, trusted.length, performance.now() - started);
  if (newest === null || report.flaws.length > 0) return { pass: report.flaws.length === 0, lines };
  if (cosigned.flaws.length > 0) return { pass: false, lines: cosigned.flaws.map((flaw) => `FAIL ${flaw}`) };
  if (hidden.length > 0) return { pass: false, lines: hidden.map((what) => `FAIL searches are led astray: ${what}`) };
  if (grants && grants.unknown.length > 0) {
    return { pass: false, lines: grants.unknown.map((what) => `FAIL disclosed without a grant: ${what}`) };
  }
  if (lacksSecond(newest.note, keys)) {
    return {
      pass: false,
      lines: [`FAIL size ${newest.size}: the newest checkpoint has no second signature by the SM2 key`],
    };
  }
  const unchecked = uncheckedLines(newest.note, [...keys, ...witnesses]);
  return { pass: true, lines: [...lines, ...cosigned.lines, grantsNote(grants), ...uncheckedNote(unchecked, keys)] };
}

/** Demands that only the log's database can meet: of a bundle or a URL none of them MUST be passed over in silence. @throws UsageError */
function assertOfDatabase(values: { readonly search: boolean; readonly "sharing-key": readonly string[] }): void {
  const given = { search: values.search, "sharing-key": values["sharing-key"].length > 0 };
  const [stray] = Object.entries(given).find(([, isGiven]) => isGiven) ?? [];
  if (stray !== undefined) throw new UsageError(`--${stray} is for the log's database, not for --bundle or --url`);
}

/** What the reader brings along from outside: checkpoints, keys of witnesses, and what is demanded of them. */
interface FromOutside {
  readonly trusted: Awaited<ReturnType<typeof trustedCheckpoints>>;
  readonly witnesses: readonly NoteVerifier[];
  readonly bounds: WitnessBounds;
}

async function verifyBundleFile(
  path: string,
  keys: readonly NoteVerifier[],
  { trusted, witnesses, bounds }: FromOutside,
): Promise<{ pass: boolean; lines: readonly string[] }> {
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity });
  const verdict = await verifyBundle(lines, { logKeys: keys, trusted, witnesses });
  if (!verdict.ok) return { pass: false, lines: [`FAIL ${at(verdict.index)}${verdict.what}`] };
  const { size, root } = verdict.checkpoint;
  const cosigned = await judgeNote(verdict.header.checkpoint, verdict.lastTime, witnesses, bounds);
  if (!cosigned.pass) return cosigned;
  const summary = `PASS ${verdict.records} records, size ${size}, root ${root.toString("base64")}`;
  const withheld =
    verdict.withheld > 0
      ? [`note: ${verdict.withheld} more are there as hashes only: dropped, or withheld from the reader`]
      : [];
  return { pass: true, lines: [summary, ...cosigned.lines, ...withheld, ...uncheckedNote(verdict.unchecked, keys)] };
}

/** The cosignatures of the one checkpoint that something leads to; none at all is told. @param lastTime of a record that it covers */
async function judgeNote(
  note: string,
  lastTime: number | null,
  witnesses: readonly NoteVerifier[],
  bounds: WitnessBounds,
): Promise<{ pass: boolean; lines: readonly string[] }> {
  const recordTime = () => Promise.resolve(lastTime);
  const { flaws, lines } = await judgeCosignatures([note], witnesses, bounds, { now: Date.now(), recordTime });
  if (flaws.length > 0) return { pass: false, lines: flaws.map((flaw) => `FAIL ${flaw}`) };
  const alone =
    "note: the checkpoint is the log's own word: no witness whose key was given (--witness-key) has cosigned it";
  return { pass: true, lines: lines.length > 0 ? lines : [alone] };
}

function grantsNote(grants: GrantsReport | null): string {
  if (grants === null)
    return "note: disclosures are not joined with grants; --sharing-key adds the sharing service's word";
  return `     every disclosure by an approved grant: ${grants.grounds} grounds, ${grants.fromFiles} grants from files`;
}

/** The cosignatures of checkpoints from outside, and of the newest cosigned one that the log keeps. */
async function judgeStored(
  client: ClientBase,
  notes: readonly string[],
  witnesses: readonly NoteVerifier[],
  bounds: WitnessBounds,
): ReturnType<typeof judgeCosignatures> {
  const { rows } = await client.query<{ note: string }>(
    "SELECT note || cosignatures AS note FROM ledger.checkpoints WHERE cosignatures <> '' ORDER BY size DESC LIMIT 1",
  );
  return judgeCosignatures([...notes, ...rows.map(({ note }) => note)], witnesses, bounds, {
    now: Date.now(),
    async recordTime(index) {
      const found = await client.query<{ time: Date }>("SELECT time FROM ledger.leaves WHERE index = $1", [index]);
      return found.rows[0]?.time.getTime() ?? null;
    },
  });
}

/** The public part of a log at a URL: without a password, and without its records. */
async function verifyUrl(
  values: LogValues,
  logKeys: readonly NoteVerifier[],
  { trusted, witnesses, bounds }: FromOutside,
): Promise<{ pass: boolean; lines: readonly string[] }> {
  const verdict = await verifyRemote(await remoteOf(values), { logKeys, trusted });
  if (!verdict.ok) return { pass: false, lines: [`FAIL ${verdict.what}`] };
  const { size, root } = verdict.checkpoint;
  const cosigned = await judgeNote(verdict.note, null, witnesses, bounds);
  if (!cosigned.pass) return cosigned;
  const unchecked = uncheckedLines(verdict.note, [...logKeys, ...witnesses]);
  const lines = [
    `PASS size ${size}, root ${root.toString("base64")}`,
    `     every tile follows from the hashes of the leaves, ${trusted.length} trusted checkpoints compared`,
    ...cosigned.lines,
    "note: the records themselves are not public; `export --url --token` gives them to auditors",
  ];
  return { pass: true, lines: [...lines, ...unwitnessed(trusted.length), ...uncheckedNote(unchecked, logKeys)] };
}

/** Beyond a few windows it pays to share them among processes, one per core. */
async function verifyOnAllCores(client: ClientBase, url: string, options: VerifyOptions): Promise<VerifyReport> {
  const source = databaseSource(client);
  const lanes = availableParallelism();
  if (lanes === 1 || (await source.endOfRows()) < SHARED_FROM) return verifyLog(source, options);
  const windows = await windowProcesses(client, url, lanes);
  try {
    return await verifyLog(source, { ...options, windows });
  } finally {
    windows.close();
  }
}

function reportLines(report: VerifyReport, trusted: number, ms: number): readonly string[] {
  const { size, root, rows, pending, checkpoints, flaws } = report;
  const [first, ...others] = flaws;
  const seconds = (ms / 1000).toFixed(2);
  const summary = [
    `size ${size}, root ${root.toString("base64")}`,
    `${rows} rows read in ${seconds} s, ${size + pending - rows} dropped by retention, ${pending} waiting for a checkpoint`,
    `${checkpoints} stored and ${trusted} trusted checkpoints compared`,
  ];
  if (first === undefined) return [`PASS ${summary.join("\n     ")}`, ...unwitnessed(trusted)];
  return [`FAIL ${describeFlaw(first)}`, ...others.slice(0, 20).map((flaw) => `     ${describeFlaw(flaw)}`)];
}

/** Without a checkpoint from outside, a database that was rewritten and signed as a whole passes: the reader is told. */
function unwitnessed(trusted: number): readonly string[] {
  return trusted > 0
    ? []
    : ["note: compared with the log's own word only; --checkpoint or --witness adds an outsider's"];
}

function at(index: number | null): string {
  return index === null ? "" : `index ${index}: `;
}
