import { openCheckpoint } from "../tree/checkpoint.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { cosignedTimes } from "../tree/cosignature.ts";
import type { TreeHasher } from "../tree/hasher.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { TILE_HEIGHT } from "../tree/tile.ts";
import { rootCauses, type Flaw } from "./flaw.ts";
import type { LogSource } from "./log-source.ts";
import { RetentionCheck } from "./retention-check.ts";
import { TileCheck } from "./tile-check.ts";
import { leavesOf, verifyWindow, type WindowLevel, type WindowRequest, type WindowResult } from "./verify-window.ts";

/** A checkpoint from outside the database: one that an auditor kept, or one that a witness cosigned. */
export interface TrustedCheckpoint {
  /** Its origin (file or store), for the report. */
  readonly source: string;
  readonly note: string;
  /** Keys of which one must have signed it: the log's, or the witness's. */
  readonly verifiers: readonly NoteVerifier[];
}

/** Verifies windows, up to `lanes` at the same time: in this thread, or in others. */
export interface WindowRunner {
  readonly lanes: number;
  readonly run: (request: WindowRequest) => Promise<WindowResult>;
}

/** The keys, checkpoints and bounds that a log is verified against. */
export interface VerifyOptions {
  readonly origin: string;
  readonly hasher: TreeHasher;
  /** All keys that ever signed the log. */
  readonly logKeys: readonly NoteVerifier[];
  readonly trusted?: readonly TrustedCheckpoint[];
  /** Keys of witnesses whose cosignatures the log keeps: what they say of time is believed. */
  readonly witnesses?: readonly NoteVerifier[];
  /** Months that rows have to be kept; default 36. */
  readonly retentionMonths?: number;
  /** The verifier's clock, milliseconds since 1970; by default this process's. */
  readonly now?: number;
  /** Default: one window after the other in this thread. */
  readonly windows?: WindowRunner;
  /** Default 16. */
  readonly windowLevel?: WindowLevel;
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

/**
 * Derives everything again from the rows: every leaf hash, every stored node, every root that was ever signed and kept, every
 * search column, and compares. Believes nothing but the keys and the checkpoints that it is given.
 */
export async function verifyLog(source: LogSource, options: VerifyOptions): Promise<VerifyReport> {
  return new Verification(source, options).run();
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
  readonly #retention: RetentionCheck;
  readonly #level: WindowLevel;
  #upper = new TileCheck(new Map(), 0, []);
  #size = 0;
  #next = 0;
  #rows = 0;
  #goodSize = 0;

  constructor(source: LogSource, options: VerifyOptions) {
    this.#source = source;
    this.#options = options;
    this.#level = options.windowLevel ?? 16;
    this.#range = new CompactRange(options.hasher);
    const { witnesses = [], now = Date.now() } = options;
    this.#retention = new RetentionCheck(options.retentionMonths ?? 36, { now, isWitnessed: witnesses.length > 0 });
  }

  async run(): Promise<VerifyReport> {
    const checkpoints = await this.#readCheckpoints();
    this.#readTrusted();
    const head = await this.#source.headSize();
    const end = Math.max(this.#size, await this.#source.endOfRows());
    this.#upper = await this.#upperTiles();
    this.#upper.checkExtent();
    for await (const result of this.#windows(end)) this.#take(result);
    if (head !== this.#next) this.#flaws.push({ kind: "HEAD_WRONG", index: Math.min(head, this.#next), head });
    const named = (await this.#source.headOrigin?.()) ?? this.#options.origin;
    if (named !== this.#options.origin) {
      this.#flaws.push({ kind: "SCHEMA_CHANGED", index: 0, what: `the head names the log ${named}` });
    }
    for (const what of (await this.#source.schema?.()) ?? []) {
      this.#flaws.push({ kind: "SCHEMA_CHANGED", index: 0, what });
    }
    const keptFrom = this.#retention.unlawful();
    if (keptFrom !== null) this.#flaws.push({ kind: "DROPPED_UNLAWFULLY", index: 0, keptFrom });
    for (const [size, [expected]] of this.#roots) {
      if (size > this.#size && expected) {
        this.#flaws.push({ kind: "TRUNCATED", index: this.#size, size, source: expected.source });
      }
    }
    const pending = Math.max(0, this.#next - this.#size);
    const { size, root } = { size: this.#size, root: this.#range.root() };
    return { size, root, rows: this.#rows, pending, checkpoints, flaws: rootCauses(this.#flaws) };
  }

  async #readCheckpoints(): Promise<number> {
    const checkpoints = await this.#source.checkpoints();
    let signed = 0;
    for (const { size, root, note } of checkpoints) {
      const stated = open(note, this.#options.logKeys);
      if (stated !== null) signed++;
      if (stated?.origin !== this.#options.origin || stated.size !== size || !stated.root.equals(root)) {
        this.#flaws.push({ kind: "CHECKPOINT_INVALID", index: Math.max(0, size - 1), size });
        continue;
      }
      this.#size = size;
      for (const time of cosignedTimes(note, this.#options.witnesses ?? [])) this.#retention.witnessed(size, time);
      this.#expect(size, { root, source: `the stored checkpoint of ${size} leaves` });
    }
    if (checkpoints.length > 0 && signed === 0) {
      this.#flaws.push({ kind: "KEY_UNKNOWN", index: 0, checkpoints: checkpoints.length });
    }
    return checkpoints.length;
  }

  #readTrusted(): void {
    for (const { note, verifiers, source } of this.#options.trusted ?? []) {
      const stated = open(note, verifiers);
      if (stated?.origin !== this.#options.origin) {
        this.#flaws.push({ kind: "TRUSTED_INVALID", index: 0, source });
        continue;
      }
      this.#expect(stated.size, { root: stated.root, source });
      for (const time of cosignedTimes(note, verifiers)) this.#retention.witnessed(stated.size, time);
    }
  }

  #expect(size: number, expected: ExpectedRoot): void {
    this.#roots.set(size, [...(this.#roots.get(size) ?? []), expected]);
  }

  /** The tiles whose nodes are windows or span them. */
  async #upperTiles(): Promise<TileCheck> {
    const levels = new Map<number, ReadonlyMap<number, Buffer>>();
    const top = await this.#source.topLevel();
    for (let level = this.#level / TILE_HEIGHT; level <= top; level++) {
      levels.set(level, await this.#source.tiles(level, 0, Number.MAX_SAFE_INTEGER));
    }
    return new TileCheck(levels, this.#size, this.#flaws);
  }

  /** The results in the order of the windows, with as many under way as the runner has lanes. */
  async *#windows(end: number): AsyncGenerator<WindowResult> {
    const { lanes, run } = this.#options.windows ?? {
      lanes: 1,
      run: (request: WindowRequest) => verifyWindow(this.#source, request),
    };
    const sizes = [...this.#roots.keys()].sort((a, b) => a - b);
    const level = this.#level;
    const underWay: Promise<WindowResult>[] = [];
    // A log of nothing is one window, too: what does not belong to it has an index below 0, or a tile.
    for (let from = 0, to = -1; to < end; from = to) {
      // Rows that no checkpoint covers are one window, however far their indexes are said to reach.
      to = from >= this.#size ? end : Math.min(from + leavesOf(level), end);
      const wanted = sizes.filter((size) => size > from && size <= to && size <= this.#size);
      const result = run({ level, from, to, size: this.#size, sizes: wanted, hash: this.#options.hasher.name });
      underWay.push(result);
      // A lane that fails while an earlier one is awaited must not end the process: it is awaited in its turn.
      result.catch(() => undefined);
      const [oldest] = underWay;
      if (underWay.length >= lanes && oldest) {
        yield await oldest;
        void underWay.shift();
      }
    }
    for (const result of underWay) yield await result;
  }

  #take({ rows, next, flaws, missing, retention, edges }: WindowResult): void {
    this.#flaws.push(...flaws);
    for (const { index, end } of missing) {
      // The beginning of the log, up to the first row of all, may have been dropped.
      if (this.#rows === 0 && index === this.#next) this.#retention.dropped(end);
      else this.#flaws.push({ kind: "ROWS_MISSING", index, end });
      this.#next = end;
    }
    this.#rows += rows;
    this.#next = next;
    for (const statement of retention) this.#retention.stated(statement);
    const base = this.#range.fork();
    for (const { size, nodes } of edges) {
      const range = base.fork();
      for (const { level, hash } of nodes) range.appendNode(level, Buffer.from(hash));
      this.#compare(size, range.root());
    }
    for (const { level, hash } of edges.at(-1)?.nodes ?? []) {
      this.#range.appendNode(level, Buffer.from(hash), (above, index, node) => {
        if (above >= this.#level) this.#upper.node(above, index, node);
      });
    }
  }

  #compare(size: number, root: Buffer): void {
    const expected = this.#roots.get(size) ?? [];
    const differs = expected.find((one) => !one.root.equals(root));
    if (differs !== undefined) {
      this.#flaws.push({ kind: "ROOT_DIFFERS", index: this.#goodSize, size, source: differs.source });
    } else if (expected.length > 0 && !this.#flaws.some(({ kind }) => kind === "ROOT_DIFFERS")) {
      this.#goodSize = size;
    }
  }
}

function open(note: string, verifiers: readonly NoteVerifier[]): ReturnType<typeof openCheckpoint> {
  try {
    return openCheckpoint(note, verifiers);
  } catch {
    return null;
  }
}
