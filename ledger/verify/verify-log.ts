import { ENTRY } from "../facets.ts";
import { FacetReader, type Facets, type LeafFacets } from "../read-facets.ts";
import { openCheckpoint } from "../tree/checkpoint.ts";
import { cosignedTimes } from "../tree/cosignature.ts";
import { CompactRange } from "../tree/compact-range.ts";
import type { TreeHasher } from "../tree/hasher.ts";
import { listRoot } from "../tree/list-root.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { TILE_WIDTH } from "../tree/tile.ts";
import { rootCauses, type Flaw } from "./flaw.ts";
import type { LogSource } from "./log-source.ts";
import { RetentionCheck } from "./retention-check.ts";
import type { StoredRow } from "./row-decoder.ts";
import { TileCheck } from "./tile-check.ts";

/** A checkpoint from outside the database: one that an auditor kept, or one that a witness cosigned. */
export interface TrustedCheckpoint {
  /** Where it comes from, for the report. */
  readonly source: string;
  readonly note: string;
  /** Keys of which one must have signed it: the log's, or the witness's. */
  readonly verifiers: readonly NoteVerifier[];
}

/** What a log is verified against. */
export interface VerifyOptions {
  readonly origin: string;
  readonly hasher: TreeHasher;
  /** All keys that ever signed the log. */
  readonly logKeys: readonly NoteVerifier[];
  readonly trusted?: readonly TrustedCheckpoint[];
  /** Months that rows have to be kept; default 36. */
  readonly retentionMonths?: number;
}

/** The result. `flaws` is sorted by index; empty means PASS. */
export interface VerifyReport {
  /** Leaves that the tree covers, with their root. */
  readonly size: number;
  readonly root: Buffer;
  /** Rows read; smaller than `size` after retention. */
  readonly rows: number;
  /** Durable records that no checkpoint covers yet. */
  readonly pending: number;
  readonly checkpoints: number;
  readonly flaws: readonly Flaw[];
}

const WINDOW = 256 * TILE_WIDTH;
const MAX_FLAWS = 100;

/**
 * Derives everything again from the rows: every leaf hash, every stored node, every root that was ever signed and kept, every
 * search column, and compares. Believes nothing but the keys and the checkpoints that it is given.
 */
export async function verifyLog(source: LogSource, options: VerifyOptions): Promise<VerifyReport> {
  const verification = new Verification(source, options);
  return verification.run();
}

interface ExpectedRoot {
  readonly root: Buffer;
  readonly source: string;
}

class Verification {
  readonly #source: LogSource;
  readonly #options: VerifyOptions;
  readonly #flaws: Flaw[] = [];
  readonly #range: CompactRange;
  readonly #roots = new Map<number, ExpectedRoot[]>();
  readonly #reader = new FacetReader();
  readonly #retention: RetentionCheck;
  #tiles = new TileCheck(new Map(), 0, []);
  #size = 0;
  #next = 0;
  #rows = 0;
  #started = false;
  #goodSize = 0;
  #rootAtSize: Buffer | null = null;

  constructor(source: LogSource, options: VerifyOptions) {
    this.#source = source;
    this.#options = options;
    this.#range = new CompactRange(options.hasher);
    this.#retention = new RetentionCheck(options.retentionMonths ?? 36);
  }

  async run(): Promise<VerifyReport> {
    const checkpoints = await this.#readCheckpoints();
    this.#readTrusted();
    const head = await this.#source.headSize();
    const end = Math.max(this.#size, await this.#source.endOfRows());
    const upper = await this.#upperTiles();
    for (let from = 0; from === 0 || from < end; from += WINDOW)
      await this.#window(from, Math.min(from + WINDOW, end), upper);
    this.#missingUpTo(this.#size);
    if (head !== this.#next) this.#add({ kind: "HEAD_WRONG", index: Math.min(head, this.#next), head });
    const keptFrom = this.#retention.unlawful();
    if (keptFrom !== null) this.#add({ kind: "DROPPED_UNLAWFULLY", index: 0, keptFrom });
    for (const [size, [expected]] of this.#roots) {
      if (size > this.#size && expected)
        this.#add({ kind: "TRUNCATED", index: this.#size, size, source: expected.source });
    }
    const root = this.#rootAtSize ?? this.#options.hasher.empty;
    const pending = Math.max(0, this.#next - this.#size);
    return { size: this.#size, root, rows: this.#rows, pending, checkpoints, flaws: rootCauses(this.#flaws) };
  }

  async #readCheckpoints(): Promise<number> {
    const checkpoints = await this.#source.checkpoints();
    for (const { size, root, note } of checkpoints) {
      const stated = open(note, this.#options.logKeys);
      if (stated?.origin !== this.#options.origin || stated.size !== size || !stated.root.equals(root)) {
        this.#add({ kind: "CHECKPOINT_INVALID", index: Math.max(0, size - 1), size });
        continue;
      }
      this.#size = size;
      this.#expect(size, { root, source: `the stored checkpoint of ${size} leaves` });
    }
    return checkpoints.length;
  }

  #readTrusted(): void {
    for (const { note, verifiers, source } of this.#options.trusted ?? []) {
      const stated = open(note, verifiers);
      if (stated?.origin !== this.#options.origin) {
        this.#add({ kind: "TRUSTED_INVALID", index: 0, source });
        continue;
      }
      this.#expect(stated.size, { root: stated.root, source });
      for (const time of cosignedTimes(note, verifiers)) this.#retention.witnessed(stated.size, time);
    }
  }

  #expect(size: number, expected: ExpectedRoot): void {
    this.#roots.set(size, [...(this.#roots.get(size) ?? []), expected]);
  }

  async #upperTiles(): Promise<ReadonlyMap<number, ReadonlyMap<number, Buffer>>> {
    const levels = new Map<number, ReadonlyMap<number, Buffer>>();
    const top = await this.#source.topLevel();
    for (let level = 1; level <= top; level++) {
      levels.set(level, await this.#source.tiles(level, 0, Number.MAX_SAFE_INTEGER));
    }
    return levels;
  }

  async #window(from: number, to: number, upper: ReadonlyMap<number, ReadonlyMap<number, Buffer>>): Promise<void> {
    const last = to >= this.#size;
    const tiles = await this.#source.tiles(
      0,
      from / TILE_WIDTH,
      last ? Number.MAX_SAFE_INTEGER : Math.ceil(to / TILE_WIDTH),
    );
    this.#tiles = new TileCheck(new Map([...upper, [0, tiles]]), this.#size, this.#flaws);
    if (last) this.#tiles.checkExtent();
    for await (const group of this.#source.rows(from, to)) for (const row of group) this.#row(row);
    this.#missingUpTo(Math.min(to, this.#size));
  }

  #row({ index, record, columns }: StoredRow): void {
    this.#rows++;
    if (index < this.#next) {
      this.#add({ kind: "ROW_TOO_MANY", index });
      return;
    }
    this.#missingUpTo(index);
    this.#started = true;
    this.#next = index + 1;
    this.#checkFacets(index, record, columns);
    const hash = this.#options.hasher.leaf(record);
    if (index < this.#size) {
      if (!this.#tiles.leafMatches(index, hash)) this.#add({ kind: "RECORD_CHANGED", index });
      this.#grow(hash);
    }
  }

  /** Rows that are not there: the tree goes on with their stored hashes, so that later flaws are found too. */
  #missingUpTo(index: number): void {
    if (index <= this.#next) return;
    if (!this.#started) this.#retention.dropped(index);
    else this.#add({ kind: "ROWS_MISSING", index: this.#next, end: index });
    for (; this.#next < Math.min(index, this.#size); this.#next++) {
      this.#grow(this.#tiles.leafHash(this.#next) ?? this.#options.hasher.empty);
    }
    this.#next = index;
  }

  #grow(hash: Buffer): void {
    const range = this.#range;
    range.append(hash, this.#onNode);
    const expected = this.#roots.get(range.size);
    if (expected === undefined && range.size !== this.#size) return;
    const root = range.root();
    if (range.size === this.#size) this.#rootAtSize = root;
    for (const { root: signed, source } of expected ?? []) {
      if (signed.equals(root)) continue;
      this.#add({ kind: "ROOT_DIFFERS", index: this.#goodSize, size: range.size, source });
      return;
    }
    if (expected !== undefined && !this.#flaws.some(({ kind }) => kind === "ROOT_DIFFERS")) this.#goodSize = range.size;
  }

  readonly #onNode = (level: number, index: number, hash: Buffer): void => {
    if (level > 0) this.#tiles.node(level, index, hash);
  };

  #checkFacets(index: number, record: Buffer, columns: Facets): void {
    const text = record.toString();
    let stated: LeafFacets;
    try {
      stated = this.#reader.read(text);
      if (stated.kind === "policy-change") this.#retention.read(text);
    } catch {
      this.#add({ kind: "NOT_A_LEAF", index });
      return;
    }
    if (!sameScalars(stated, columns) || !this.#sameSubjects(stated, columns))
      this.#add({ kind: "COLUMNS_CHANGED", index });
  }

  /** A long list of subjects stands only in the column: its commitment is in the leaf. */
  #sameSubjects({ subjects, subjectsRoot }: LeafFacets, columns: Facets): boolean {
    if (subjectsRoot === null) return columns.subjects === subjects;
    return listRoot(this.#options.hasher, columns.subjects.split(ENTRY)).toString("base64url") === subjectsRoot;
  }

  #add(flaw: Flaw): void {
    if (this.#flaws.length < MAX_FLAWS) this.#flaws.push(flaw);
  }
}

function sameScalars(a: Facets, b: Facets): boolean {
  return (
    a.time === b.time &&
    a.rowCount === b.rowCount &&
    a.kind === b.kind &&
    a.department === b.department &&
    a.app === b.app &&
    a.officer === b.officer &&
    a.purpose === b.purpose &&
    a.decision === b.decision &&
    a.covert === b.covert &&
    a.lifts === b.lifts &&
    a.terms === b.terms
  );
}

function open(note: string, verifiers: readonly NoteVerifier[]): ReturnType<typeof openCheckpoint> {
  try {
    return openCheckpoint(note, verifiers);
  } catch {
    return null;
  }
}
