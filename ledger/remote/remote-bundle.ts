import { BUNDLE_FORMAT, type BundleHeader } from "../evidence/bundle.ts";
import type { Selection } from "../evidence/export-bundle.ts";
import { openCheckpoint } from "../tree/checkpoint.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { completeNodes, type LeafRange } from "../tree/proof/range.ts";
import { TILE_WIDTH } from "../tree/tile.ts";
import { remoteNodes, type RemoteLog } from "./remote-log.ts";

/**
 * The lines of a bundle, from a log at a URL whose hub records each reading. A range is put together from entries and tiles; what its reader
 * may not have is there as hashes. Whether it proves anything is for `verifyBundle` to say.
 * @throws RangeError when the checkpoint is not the log's, or nothing is in the range; LogUnreachable
 */
export async function* remoteBundle(
  log: RemoteLog,
  keys: readonly NoteVerifier[],
  selection: Selection,
): AsyncGenerator<string> {
  if (selection.kind === "subject") {
    yield* await log.about(selection.subject);
    return;
  }
  if (selection.kind === "mention")
    throw new RangeError("Whether one record names a subject is exported from the database");
  const note = await log.checkpoint();
  const checkpoint = openCheckpoint(note, keys);
  if (checkpoint === null) throw new RangeError("The checkpoint is not signed by the log's key");
  const { origin, size } = checkpoint;
  const [from, to] = [selection.from, Math.min(selection.to, size)];
  if (from >= to) throw new RangeError(`The log of ${size} leaves has nothing from ${selection.from} on`);
  const hash = hashOfOrigin(origin);
  const hashesOf = async (range: LeafRange): Promise<string[]> => {
    const nodes = completeNodes(range);
    const read = await remoteNodes(log, hasherFor(hash), { size, nodes });
    return nodes.map((node) => read(node).toString("base64"));
  };
  const left = await hashesOf({ begin: 0, end: from });
  const right = await hashesOf({ begin: to, end: size });
  const header: BundleHeader = {
    format: BUNDLE_FORMAT,
    origin,
    hash,
    checkpoint: note,
    kind: "range",
    from,
    to,
    left,
    right,
  };
  yield JSON.stringify(header);
  for (let tile = Math.floor(from / TILE_WIDTH); tile * TILE_WIDTH < to; tile++) {
    for (const entry of await log.entries(tile, size)) {
      if (entry.index >= from && entry.index < to) yield JSON.stringify(entry);
    }
  }
}
