import { openCheckpoint, type Checkpoint } from "../tree/checkpoint.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import type { LoggedRecord } from "../record.ts";
import { hashOfOrigin, hasherFor, type TreeHasher } from "../tree/hasher.ts";
import type { NoteSignature, NoteVerifier } from "../tree/note.ts";
import { completeNodes } from "../tree/proof/range.ts";
import { lacksSecond, uncheckedLines } from "../tree/signature-lines.ts";
import { isListed } from "../tree/proof/subject-list.ts";
import { rootOfInclusion } from "../tree/proof/verify-proof.ts";
import type { TrustedCheckpoint } from "../verify/verify-log.ts";
import type { BundleHeader, ProvenRecord, RangeHeader } from "./bundle.ts";
import { hashIn, MalformedLine, readHeader, readProvenRecord, readRangeRecord } from "./read-bundle.ts";

/** The verdict on a bundle: the checkpoint that it leads to, or the reason that it proves nothing. */
export type BundleVerdict =
  | {
      readonly ok: true;
      readonly header: BundleHeader;
      readonly checkpoint: Checkpoint;
      readonly records: number;
      /** Records of the range that are there as hashes only: dropped, or withheld from whoever exported. */
      readonly withheld: number;
      /** Signature lines of the bundle's checkpoint that no given key could check. */
      readonly unchecked: readonly NoteSignature[];
      /** The last record's own time, in milliseconds since 1970; null without a record. A cosignature over it is no older. */
      readonly lastTime: number | null;
    }
  | { readonly ok: false; readonly index: number | null; readonly what: string };

/**
 * Verifies a bundle from its lines. Trusted checkpoints (an auditor's, a witness's) are compared where the bundle can tell: in a
 * range, at every size from its beginning to its end and at the size of its own checkpoint; elsewhere the verdict says that it cannot.
 */
export async function verifyBundle(
  lines: AsyncIterable<string>,
  keys: {
    readonly logKeys: readonly NoteVerifier[];
    readonly trusted?: readonly TrustedCheckpoint[];
    readonly witnesses?: readonly NoteVerifier[];
  },
): Promise<BundleVerdict> {
  try {
    return await check(lines, keys.logKeys, keys.trusted ?? [], keys.witnesses ?? []);
  } catch (error) {
    if (error instanceof BundleFlaw) return { ok: false, index: error.index, what: error.message };
    if (error instanceof MalformedLine) return { ok: false, index: null, what: error.message };
    return { ok: false, index: null, what: "not an evidence bundle" };
  }
}

/** Ends the reading of a bundle; becomes a verdict. */
class BundleFlaw extends Error {
  readonly index: number | null;

  constructor(index: number | null, what: string) {
    super(what);
    this.index = index;
  }
}

async function check(
  lines: AsyncIterable<string>,
  logKeys: readonly NoteVerifier[],
  trusted: readonly TrustedCheckpoint[],
  witnesses: readonly NoteVerifier[],
): Promise<BundleVerdict> {
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  const header = readHeader(first.done === true ? "" : first.value);
  const checkpoint = openCheckpoint(header.checkpoint, logKeys);
  if (checkpoint === null) throw new BundleFlaw(null, "the checkpoint is not signed by the log's key");
  if (lacksSecond(header.checkpoint, logKeys)) {
    throw new BundleFlaw(null, "the checkpoint has no second signature by the SM2 key");
  }
  if (checkpoint.origin !== header.origin || hashOfOrigin(header.origin) !== header.hash) {
    throw new BundleFlaw(null, "the header names another log than the checkpoint");
  }
  const heads = trusted.map((one) => ({ source: one.source, ...trustedHead(one, checkpoint) }));
  const rest = { [Symbol.asyncIterator]: () => iterator };
  const { records, withheld, last } =
    header.kind === "range"
      ? await checkRange(rest, header, checkpoint, heads)
      : await checkProofs(rest, header, checkpoint, heads);
  if (records !== expectedIn(header, records)) throw new BundleFlaw(null, "records are missing");
  const unchecked = uncheckedLines(header.checkpoint, [
    ...logKeys,
    ...witnesses,
    ...trusted.flatMap(({ verifiers }) => verifiers),
  ]);
  const lastTime = last === null ? null : Date.parse((JSON.parse(last) as LoggedRecord).time);
  return { ok: true, header, checkpoint, records, withheld, unchecked, lastTime };
}

/** Records that a bundle about a subject has to hold; of a range its own check tells. */
function expectedIn(header: BundleHeader, ofRange: number): number {
  if (header.kind === "subject") return header.records;
  return header.kind === "mention" ? 1 : ofRange;
}

interface Head extends Checkpoint {
  readonly source: string;
}

function trustedHead({ note, verifiers, source }: TrustedCheckpoint, { origin }: Checkpoint): Checkpoint {
  const head = openCheckpoint(note, verifiers);
  if (head?.origin !== origin)
    throw new BundleFlaw(null, `${source} is not a checkpoint of this log by the expected key`);
  return head;
}

interface CheckedRecords {
  readonly records: number;
  readonly withheld: number;
  /** The last leaf that is there. */
  readonly last: string | null;
}

async function checkRange(
  lines: AsyncIterable<string>,
  { from, to, left, right }: RangeHeader,
  checkpoint: Checkpoint,
  heads: readonly Head[],
): Promise<CheckedRecords> {
  const hasher = hasherFor(hashOfOrigin(checkpoint.origin));
  const range = new CompactRange(hasher, from, left.map(hashIn));
  let withheld = 0;
  let last: string | null = null;
  const compared = new Set<Head>();
  const compare = (): void => {
    for (const head of heads) {
      if (head.size !== range.size) continue;
      compared.add(head);
      if (!head.root.equals(range.root())) {
        throw new BundleFlaw(
          from,
          `history was rewritten: the root of ${head.size} leaves is not the one in ${head.source}`,
        );
      }
    }
  };
  compare();
  for await (const line of lines) {
    const entry = readRangeRecord(line);
    const { index } = entry;
    if (index !== range.size) throw new BundleFlaw(range.size, `expected record ${range.size}, found ${index}`);
    range.append("hash" in entry ? hashIn(entry.hash) : hasher.leaf(Buffer.from(entry.leaf)));
    if ("hash" in entry) withheld++;
    else last = entry.leaf;
    compare();
  }
  if (range.size !== to) throw new BundleFlaw(range.size, `the records end at ${range.size}, not at ${to}`);
  const nodes = completeNodes({ begin: to, end: checkpoint.size });
  if (nodes.length !== right.length) throw new BundleFlaw(to, "the hashes on the right do not fit the checkpoint");
  for (const [at, { level }] of nodes.entries()) range.appendNode(level, hashIn(right[at] ?? ""));
  if (!range.root().equals(checkpoint.root)) {
    throw new BundleFlaw(from, "the records do not give the root of the checkpoint: one of them was changed");
  }
  compare();
  refuseUncompared(heads, compared);
  return { records: to - from - withheld, withheld, last };
}

async function checkProofs(
  lines: AsyncIterable<string>,
  header: Exclude<BundleHeader, RangeHeader>,
  { origin, size, root }: Checkpoint,
  heads: readonly Head[],
): Promise<CheckedRecords> {
  const hasher = hasherFor(hashOfOrigin(origin));
  let records = 0;
  let at = -1;
  let last: string | null = null;
  for await (const line of lines) {
    const record = readProvenRecord(line);
    const { index, leaf, proof } = record;
    if (index <= at) throw new BundleFlaw(index, "the records are not in order, each once");
    at = index;
    last = leaf;
    const leafHash = hasher.leaf(Buffer.from(leaf));
    const found = rootOfInclusion(hasher, { index, size, leafHash, proof: proof.map(hashIn) });
    if (found?.equals(root) !== true)
      throw new BundleFlaw(index, "the proof does not lead to the root of the checkpoint");
    if (header.kind === "mention" && index !== header.index)
      throw new BundleFlaw(index, "another record than the header names");
    assertMention(hasher, record, header.subject, header.kind === "subject" || header.mentioned);
    records++;
  }
  const same = heads.filter((head) => head.size === size);
  for (const head of same) {
    if (!head.root.equals(root)) throw new BundleFlaw(null, `the checkpoint contradicts ${head.source}`);
  }
  refuseUncompared(heads, new Set(same));
  return { records, withheld: 0, last };
}

/** @throws BundleFlaw unless it is proved that the record names the subject, or that it does not */
function assertMention(
  hasher: TreeHasher,
  { index, leaf, listed }: ProvenRecord,
  subject: string,
  expected: boolean,
): void {
  const { subjects, subjectsRoot, subjectCount } = JSON.parse(leaf) as LoggedRecord;
  const found =
    subjectsRoot === null
      ? subjects.some(({ type, pseudonym }) => `${type}:${pseudonym}` === subject)
      : isListed(hasher, { root: subjectsRoot, count: subjectCount }, { wanted: subject, entries: listed ?? [] });
  if (found === expected) return;
  const proves = found === null ? "does not prove whether it names" : found ? "names" : "does not name";
  throw new BundleFlaw(index, `the record ${proves} the subject`);
}

/** A trusted checkpoint that nothing could be compared with MUST NOT look as if it had been. */
function refuseUncompared(heads: readonly Head[], compared: ReadonlySet<Head>): void {
  for (const head of heads) {
    if (compared.has(head)) continue;
    const why =
      head.size > 0 ? `of ${head.size} leaves lies outside this bundle: export a range that contains it` : "is empty";
    throw new BundleFlaw(null, `${head.source} ${why}`);
  }
}
