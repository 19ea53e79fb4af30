import { SUBJECTS_IN_LEAF } from "../leaf.ts";
import { LeafReader, type ReadLeaf } from "../read-leaf.ts";
import { COLUMNS, ENTRY } from "../record-fields.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { commits } from "../tree/proof/subject-list.ts";
import { hasherFor, type HashName, type TreeHasher } from "../tree/hasher.ts";
import { completeNodes } from "../tree/proof/range.ts";
import { TILE_HEIGHT, TILE_WIDTH } from "../tree/tile.ts";
import type { Flaw } from "./flaw.ts";
import type { LogSource } from "./log-source.ts";
import type { StoredRow } from "./row-decoder.ts";
import { statementIn, type StatedRetention } from "./retention-check.ts";
import { TileCheck } from "./tile-check.ts";

/** Tree level of a window: its leaves are those of one node of this level, 65,536 or (for tests) 256. */
export type WindowLevel = 8 | 16;

/** Leaves of a window. */
export function leavesOf(level: WindowLevel): number {
  return 2 ** level;
}

/** A part of a log that is verified on its own, perhaps in another thread. */
export interface WindowRequest {
  readonly level: WindowLevel;
  /** A multiple of the leaves of a window. */
  readonly from: number;
  /** At most so many later; in the last window the rows that no checkpoint covers yet may reach further. */
  readonly to: number;
  /** Leaves of the tree. */
  readonly size: number;
  /** Tree sizes within (from, to] whose roots are wanted. */
  readonly sizes: readonly number[];
  readonly hash: HashName;
}

/** Consecutive complete nodes from the window's beginning, with the size of the tree that they end at. */
interface WindowEdge {
  readonly size: number;
  readonly nodes: readonly { readonly level: number; readonly hash: Uint8Array }[];
}

/** The result of a window. Survives structured cloning. */
export interface WindowResult {
  readonly rows: number;
  /** One more than the last index, rows that are missing from the tree included. */
  readonly next: number;
  readonly flaws: readonly Flaw[];
  /** Runs of indexes without a row. */
  readonly missing: readonly { readonly index: number; readonly end: number }[];
  readonly retention: readonly StatedRetention[];
  /** One per wanted size, and one for the end of the window. */
  readonly edges: readonly WindowEdge[];
}

const MAX_FLAWS = 100;
const NAMES: readonly string[] = COLUMNS.map(({ name }) => name);
const KIND = NAMES.indexOf("kind");
const SUBJECTS = NAMES.indexOf("subjects");

/** Derives a window again from its rows. */
export async function verifyWindow(source: LogSource, request: WindowRequest): Promise<WindowResult> {
  const { from, to, size, level } = request;
  // Behind the tree's last window there may be one of rows that no checkpoint covers: what tiles hold too much was told before.
  const last = to >= size && (from < size || from === 0);
  const first = from / TILE_WIDTH;
  const count = leavesOf(level) / TILE_WIDTH;
  const tiles = new Map([[0, await source.tiles(0, first, last ? Number.MAX_SAFE_INTEGER : first + count)]]);
  if (level > TILE_HEIGHT) {
    const above = from / leavesOf(level);
    tiles.set(1, await source.tiles(1, above, last ? Number.MAX_SAFE_INTEGER : above + 1));
  }
  const check = new WindowCheck(request, tiles);
  for await (const group of source.rows(from, to)) for (const row of group) check.row(row);
  return check.result(last);
}

class WindowCheck {
  readonly #request: WindowRequest;
  readonly #hasher: TreeHasher;
  readonly #flaws: Flaw[] = [];
  readonly #missing: { index: number; end: number }[] = [];
  readonly #retention: StatedRetention[] = [];
  readonly #edges: WindowEdge[] = [];
  readonly #reader = new LeafReader();
  readonly #tiles: TileCheck;
  readonly #wanted: ReadonlySet<number>;
  readonly #nodes = new Map<number, Buffer>();
  readonly #range: CompactRange;
  #next: number;
  #rows = 0;

  constructor(request: WindowRequest, tiles: ReadonlyMap<number, ReadonlyMap<number, Buffer>>) {
    this.#request = request;
    this.#hasher = hasherFor(request.hash);
    this.#tiles = new TileCheck(tiles, request.size, this.#flaws);
    this.#wanted = new Set(request.sizes);
    this.#range = new CompactRange(this.#hasher);
    this.#next = request.from;
  }

  row({ index, record, columns }: StoredRow): void {
    this.#rows++;
    if (index < this.#next) {
      this.#add({ kind: "ROW_TOO_MANY", index });
      return;
    }
    this.#missingUpTo(index);
    this.#next = index + 1;
    this.#checkColumns(index, record, columns);
    if (index >= this.#request.size) return;
    const hash = this.#hasher.leaf(record);
    if (!this.#tiles.leafMatches(index, hash)) this.#add({ kind: "RECORD_CHANGED", index });
    this.#grow(hash);
  }

  result(last: boolean): WindowResult {
    this.#missingUpTo(Math.min(this.#request.to, this.#request.size));
    if (last) this.#tiles.checkExtent();
    if (this.#edges.at(-1)?.size !== this.#request.from + this.#range.size) this.#keepEdge();
    return {
      rows: this.#rows,
      next: this.#next,
      flaws: this.#flaws.slice(0, MAX_FLAWS),
      missing: this.#missing,
      retention: this.#retention,
      edges: this.#edges,
    };
  }

  /** Rows that are not there: the tree goes on with their stored hashes, so that later flaws are found too. */
  #missingUpTo(index: number): void {
    if (index <= this.#next) return;
    this.#missing.push({ index: this.#next, end: index });
    const end = Math.min(index, this.#request.size);
    for (let at = this.#next; at < end; at++) this.#grow(this.#tiles.leafHash(at) ?? this.#hasher.empty);
    this.#next = index;
  }

  #grow(hash: Buffer): void {
    this.#range.append(hash, this.#onNode);
    if (this.#wanted.has(this.#request.from + this.#range.size)) this.#keepEdge();
  }

  /** The window's nodes have the parity of the tree's: only their indexes are moved. The window's own node is compared above. */
  readonly #onNode = (level: number, index: number, hash: Buffer): void => {
    this.#nodes.set(level, hash);
    if (level > 0 && level < this.#request.level)
      this.#tiles.node(level, index + this.#request.from / 2 ** level, hash);
  };

  #keepEdge(): void {
    const size = this.#range.size;
    // The newest node of each level is the one at the right edge.
    const nodes = completeNodes({ begin: 0, end: size }).map(({ level }) => ({
      level,
      hash: this.#nodes.get(level) ?? this.#hasher.empty,
    }));
    this.#edges.push({ size: this.#request.from + size, nodes });
  }

  #checkColumns(index: number, record: Buffer, columns: StoredRow["columns"]): void {
    const text = record.toString();
    let stated: ReadLeaf;
    try {
      stated = this.#reader.read(text);
      const retention = stated.columns[KIND] === "policy-change" ? statementIn(text) : null;
      if (retention !== null) this.#retention.push(retention);
    } catch {
      this.#add({ kind: "NOT_A_LEAF", index });
      return;
    }
    for (const [place, value] of stated.columns.entries()) {
      if (value === columns[place] || (place === SUBJECTS && stated.subjectsRoot !== null)) continue;
      this.#add({ kind: "COLUMNS_CHANGED", index });
      return;
    }
    if (!this.#sameSubjects(stated, columns[SUBJECTS])) this.#add({ kind: "COLUMNS_CHANGED", index });
  }

  /** A long list of subjects stands only in the column: its number and its commitment are in the leaf. */
  #sameSubjects({ subjectCount, subjectsRoot }: ReadLeaf, column: StoredRow["columns"][number]): boolean {
    if (typeof column !== "string") return false;
    const subjects = column === "" ? [] : column.split(ENTRY);
    if (subjects.length !== subjectCount || subjects.length > SUBJECTS_IN_LEAF !== (subjectsRoot !== null))
      return false;
    return subjectsRoot === null || commits(this.#hasher, subjects, subjectsRoot);
  }

  #add(flaw: Flaw): void {
    if (this.#flaws.length < MAX_FLAWS) this.#flaws.push(flaw);
  }
}
