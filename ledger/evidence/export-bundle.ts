import type { ClientBase } from "pg";
import { coveringCheckpoints } from "../store/read-receipt.ts";
import { loadNodes } from "../store/tile-store.ts";
import { claimedCheckpoint, type Checkpoint } from "../tree/checkpoint.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { inclusionProof } from "../tree/proof.ts";
import { completeNodes, inclusionRanges, type LeafRange } from "../tree/range.ts";
import { databaseSource } from "../verify/log-source.ts";
import { BUNDLE_FORMAT, type BundleHeader, type BundleLine } from "./bundle.ts";

/** The records to export: a range of indexes (clipped to what the tree covers and retention has left), or a subject. */
export type Selection =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | {
      readonly kind: "subject";
      readonly subject: string;
      /** Whether records of covert investigations that are not lifted are given, to whoever may know of them; default "shown". */
      readonly covert?: "shown" | "withheld";
      /** Records at most; default: all. */
      readonly most?: number;
    };

/**
 * The lines of a bundle, without newlines. One about a subject leads to the newest cosigned checkpoint, where there is one: what is newer
 * is for the next export. The connection is in a REPEATABLE READ transaction of the caller's. Exporting is a disclosure of its own: the caller records it
 * first.
 * @throws RangeError when there is no checkpoint yet, nothing is left in the range, or there is more about a subject than is allowed.
 */
export async function* exportBundle(client: ClientBase, selection: Selection): AsyncGenerator<string> {
  const covering = await coveringCheckpoints(client);
  const newest = selection.kind === "subject" ? covering[0] : covering.at(-1);
  if (newest === undefined) throw new RangeError("The log has no checkpoint yet");
  const checkpoint = claimedCheckpoint(newest.note);
  if (selection.kind === "subject") yield* exportSubject(client, selection, newest.note, checkpoint);
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
  const { rows } = await client.query<{ index: string; record: string }>(
    `SELECT index, record FROM ledger.leaves
     WHERE subjects @> ARRAY[$1] AND index < $2 AND ($3 OR covert IS NULL OR ledger.is_lifted(covert)) ORDER BY index LIMIT $4`,
    [subject, size, covert !== "withheld", most === undefined ? null : most + 1],
  );
  if (rows.length > (most ?? rows.length)) throw new RangeError(`More than ${String(most)} records name ${subject}`);
  yield line({ format: BUNDLE_FORMAT, origin, hash, checkpoint: note, kind: "subject", subject, records: rows.length });
  for (const row of rows) {
    const index = Number(row.index);
    const read = await loadNodes(client, hasherFor(hash), inclusionRanges(index, size).flatMap(completeNodes));
    const proof = inclusionProof(hasherFor(hash), read, index, size).map((part) => part.toString("base64"));
    yield line({ index, leaf: row.record, proof });
  }
}

function line(value: BundleHeader | BundleLine): string {
  return JSON.stringify(value);
}
