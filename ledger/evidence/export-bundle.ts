import type { ClientBase } from "pg";
import { coveringCheckpoints } from "../store/read-receipt.ts";
import { loadNodes } from "../store/tile-store.ts";
import { claimedCheckpoint, type Checkpoint } from "../tree/checkpoint.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { inclusionProof } from "../tree/proof/proof.ts";
import { completeNodes, inclusionRanges, type LeafRange } from "../tree/proof/range.ts";
import type { LoggedRecord } from "../record.ts";
import { listedEntries, tellingPlaces } from "../tree/proof/subject-list.ts";
import { databaseSource } from "../verify/log-source.ts";
import { BUNDLE_FORMAT, type BundleHeader, type ProvenRecord, type RangeRecord } from "./bundle.ts";

/** The records to export: a range of indexes (clipped to what the tree covers and retention has left), or a subject. */
export type Selection =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | {
      readonly kind: "subject";
      readonly subject: string;
      /** "shown" includes records of covert investigations that are not lifted, for whoever may know of them; default "shown". */
      readonly covert?: "shown" | "withheld";
      /** Records at most; default: all. */
      readonly most?: number;
    }
  | { readonly kind: "mention"; readonly subject: string; readonly index: number };

/**
 * The lines of a bundle, without newlines. One about a subject leads to the newest cosigned checkpoint, where there is one: what is newer
 * is for the next export. The connection is in a REPEATABLE READ transaction of the caller's. Exporting is a disclosure of its own: the caller records it
 * first.
 * @throws RangeError when there is no checkpoint yet, nothing is left in the range, or there is more about a subject than is allowed.
 */
export async function* exportBundle(client: ClientBase, selection: Selection): AsyncGenerator<string> {
  const covering = await coveringCheckpoints(client);
  const newest = selection.kind === "range" ? covering.at(-1) : covering[0];
  if (newest === undefined) throw new RangeError("The log has no checkpoint yet");
  const checkpoint = claimedCheckpoint(newest.note);
  if (selection.kind === "subject") yield* exportSubject(client, selection, newest.note, checkpoint);
  else if (selection.kind === "mention") yield* exportMention(client, selection, newest.note, checkpoint);
  else yield* exportRange(client, selection, newest.note, checkpoint);
}

async function* exportRange(
  client: ClientBase,
  selection: { from: number; to: number },
  note: string,
  { origin, size }: Checkpoint,
): AsyncGenerator<string> {
  const { rows } = await client.query<{ first: string }>("SELECT coalesce(min(index), 0) AS first FROM ledger.leaves");
  const from = Math.max(selection.from, Number(rows[0]?.first ?? 0));
  const to = Math.min(selection.to, size);
  if (from >= to) throw new RangeError(`Nothing is left of ${selection.from} to ${selection.to}`);
  const hash = hashOfOrigin(origin);
  const hashesOf = async (range: LeafRange): Promise<string[]> => {
    const nodes = completeNodes(range);
    const read = await loadNodes(client, hasherFor(hash), nodes);
    return nodes.map((node) => read(node).toString("base64"));
  };
  const left = await hashesOf({ begin: 0, end: from });
  const right = await hashesOf({ begin: to, end: size });
  yield line({ format: BUNDLE_FORMAT, origin, hash, checkpoint: note, kind: "range", from, to, left, right });
  for await (const group of databaseSource(client).rows(from, to)) {
    for (const { index, record } of group) yield line({ index, leaf: record.toString("utf8") });
  }
}

async function* exportSubject(
  client: ClientBase,
  { subject, covert, most }: Extract<Selection, { kind: "subject" }>,
  note: string,
  { origin, size }: Checkpoint,
): AsyncGenerator<string> {
  const hash = hashOfOrigin(origin);
  const { rows } = await client.query<SubjectRow>(
    `SELECT index, record, subjects FROM ledger.leaves
     WHERE subjects @> ARRAY[$1] AND index < $2 AND ($3 OR covert IS NULL OR ledger.is_lifted(covert)) ORDER BY index LIMIT $4`,
    [subject, size, covert !== "withheld", most === undefined ? null : most + 1],
  );
  if (rows.length > (most ?? rows.length)) throw new RangeError(`More than ${String(most)} records name ${subject}`);
  yield line({ format: BUNDLE_FORMAT, origin, hash, checkpoint: note, kind: "subject", subject, records: rows.length });
  for (const row of rows) yield line(await provenRecord(client, row, subject, { origin, size }));
}

async function* exportMention(
  client: ClientBase,
  { subject, index }: Extract<Selection, { kind: "mention" }>,
  note: string,
  { origin, size }: Checkpoint,
): AsyncGenerator<string> {
  const { rows } = await client.query<SubjectRow>(
    "SELECT index, record, subjects FROM ledger.leaves WHERE index = $1 AND index < $2",
    [index, size],
  );
  const [row] = rows;
  if (row === undefined) throw new RangeError(`There is no record ${index} in the log of ${size}`);
  const mentioned = row.subjects.includes(subject);
  const hash = hashOfOrigin(origin);
  yield line({ format: BUNDLE_FORMAT, origin, hash, checkpoint: note, kind: "mention", subject, index, mentioned });
  yield line(await provenRecord(client, row, subject, { origin, size }));
}

interface SubjectRow {
  readonly index: string;
  readonly record: string;
  readonly subjects: readonly string[];
}

/** A record with its inclusion proof and, where its leaf commits to a long list, what shows whether the subject is in it. */
async function provenRecord(
  client: ClientBase,
  row: SubjectRow,
  subject: string,
  { origin, size }: Pick<Checkpoint, "origin" | "size">,
): Promise<ProvenRecord> {
  const hasher = hasherFor(hashOfOrigin(origin));
  const index = Number(row.index);
  const read = await loadNodes(client, hasher, inclusionRanges(index, size).flatMap(completeNodes));
  const proof = inclusionProof(hasher, read, index, size).map((part) => part.toString("base64"));
  const { subjectsRoot } = JSON.parse(row.record) as LoggedRecord;
  const proven = { index, leaf: row.record, proof };
  if (subjectsRoot === null) return proven;
  return { ...proven, listed: listedEntries(hasher, row.subjects, tellingPlaces(row.subjects, subject)) };
}

function line(value: BundleHeader | ProvenRecord | RangeRecord): string {
  return JSON.stringify(value);
}
