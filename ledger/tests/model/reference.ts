/**
 * The reference of the model test: derives from a dump of the database, and from what outsiders hold, what everybody has to notice. It is
 * written from RFC 6962, C2SP and ledger/README alone, slowly and plainly, and shares no line with what it judges.
 */
import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";

/** A row of `ledger.leaves`: the text of its leaf, and its columns as PostgreSQL prints them. */
interface DumpedRow {
  readonly index: number;
  readonly record: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** The database as whoever has its password sees it. Logs of the model have fewer than 256 leaves: one tile. */
export interface Dump {
  readonly head: number;
  readonly rows: readonly DumpedRow[];
  /** The leaf hashes of the stored tile, undefined where there is none. */
  readonly tile: readonly string[] | undefined;
  readonly checkpoints: readonly {
    readonly size: number;
    readonly root: string;
    readonly note: string;
    readonly lines: string;
  }[];
}

/** A signed statement of a tree. */
export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  /** The times of cosignatures, POSIX seconds; none of a log's own signature. */
  readonly times: readonly number[];
}

const sha = (...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** RFC 6962, 2.1: the hash of a leaf, in hexadecimal. */
export const leafHash = (record: string): string => sha(Buffer.of(0), Buffer.from(record)).toString("hex");

/** RFC 6962, 2.1: the hash of a tree of leaf hashes. */
function treeHash(leaves: readonly string[]): string {
  const [first] = leaves;
  if (first === undefined) return sha().toString("hex");
  if (leaves.length === 1) return first;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const sides = [leaves.slice(0, half), leaves.slice(half)].map((side) => Buffer.from(treeHash(side), "hex"));
  return sha(Buffer.of(1), ...sides).toString("hex");
}

const COSIGNATURE = 4;

function keyOf(vkey: string): { name: string; id: string; type: number; key: KeyObject } {
  const [, name = "", id = "", text = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const bytes = Buffer.from(text, "base64");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bytes.subarray(1)]);
  return { name, id, type: bytes[0] ?? 0, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

/** The head that a note states by one of these keys at least; null when none of them signed it, or one of them wrongly. */
export function opened(note: string, vkeys: readonly string[]): Head | null {
  const [, text = "", lines = ""] = /^([^]*\n)\n([^]*)$/.exec(note) ?? [];
  const [origin = "", size = "", root = ""] = text.split("\n");
  let signed = 0;
  const times: number[] = [];
  for (const line of lines.split("\n").slice(0, -1)) {
    const [, name, text64 = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = Buffer.from(text64, "base64");
    const own = vkeys.map(keyOf).find((key) => key.name === name && key.id === bytes.toString("hex", 0, 4));
    if (own === undefined) continue;
    const time = own.type === COSIGNATURE ? Number(bytes.readBigUInt64BE(4)) : undefined;
    const message = time === undefined ? text : `cosignature/v1\ntime ${time}\n${text}`;
    if (!verify(null, Buffer.from(message), own.key, bytes.subarray(time === undefined ? 4 : 12))) return null;
    signed++;
    if (time !== undefined) times.push(time);
  }
  if (signed === 0 || !/^\d+$/.test(size)) return null;
  return { origin, size: Number(size), root: Buffer.from(root, "base64").toString("hex"), times };
}

interface Leaf extends Readonly<Record<string, unknown>> {
  readonly time: string;
  readonly coordinates: readonly { readonly coordinate: string; readonly outcome: string }[];
  readonly derived: readonly { readonly inputs: readonly string[] }[];
  readonly subjects: readonly { readonly type: string; readonly pseudonym: string }[];
  readonly change: { readonly what: string; readonly after: string } | null;
}

/** True when the columns of a row say what its leaf says. The model's leaves name few subjects, and lift nothing. */
function columnsAgree({ record, columns }: DumpedRow): boolean {
  const leaf = JSON.parse(record) as Leaf;
  const used = leaf.coordinates.flatMap(({ coordinate, outcome }) => [`${coordinate}=${outcome}`, `=${outcome}`]);
  const derived = leaf.derived.flatMap(({ inputs }) => inputs.flatMap((input) => [`${input}=DERIVED`, "=DERIVED"]));
  const stated: Readonly<Record<string, unknown>> = {
    time: Date.parse(leaf.time),
    lifts: null,
    row_count: leaf["rowCount"],
    coordinates: [...new Set([...used, ...derived])],
    subjects: leaf.subjects.map(({ type, pseudonym }) => `${type}:${pseudonym}`),
  };
  return Object.entries(columns).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(name in stated ? stated[name] : (leaf[name] ?? null)),
  );
}

/** 36 whole months before a time, as the README's retention reckons them. */
export function boundaryOf(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 36, 1);
}

const DAY = 24 * 3600_000;

/**
 * Rows before `keptFrom` are gone: a leaf that is there allows it, by its own time, the newest cosignature's, and every witness's view; and
 * where witnesses are known, one of them saw those rows within a day of the boundary.
 */
function isLawful(dump: Dump, keptFrom: number, cosigned: readonly Head[], { now, witnessKeys }: Reader): boolean {
  const times = cosigned.flatMap((head) => head.times.map((time) => time * 1000));
  const latest = boundaryOf(times.length === 0 ? now : Math.max(...times));
  return dump.rows.some(({ record }) => {
    const { change, time } = JSON.parse(record) as Leaf;
    if (change?.what !== "retention") return false;
    const statement = JSON.parse(change.after) as { keptFrom: number; boundary: string };
    const boundary = Date.parse(statement.boundary);
    const sawLess = cosigned.some((head) => head.size < keptFrom && head.times.some((seen) => seen * 1000 >= boundary));
    const sawAll = cosigned.some(
      (head) => head.size >= keptFrom && head.times.some((at) => at * 1000 < boundary + DAY),
    );
    if (sawLess || (witnessKeys.length > 0 && !sawAll)) return false;
    return statement.keptFrom >= keptFrom && boundary <= Math.min(latest, boundaryOf(Date.parse(time)));
  });
}

/** The holdings of a log's reader. */
export interface Reader {
  readonly origin: string;
  readonly logKeys: readonly string[];
  readonly witnessKeys: readonly string[];
  /** Notes from outside the database. */
  readonly trusted: readonly string[];
  readonly now: number;
}

/** The hashes of the leaves as they stand in rows; where a row is gone, as the tile keeps it. */
function leavesOf({ rows, tile = [] }: Dump, size: number): readonly string[] {
  const present = new Map(rows.map(({ index, record }) => [index, leafHash(record)]));
  return Array.from({ length: size }, (_, index) => present.get(index) ?? tile[index] ?? "00");
}

/** The reasons for which a reader must not pass this log; empty when there are none. */
export function contradictions(dump: Dump, reader: Reader): readonly string[] {
  const { origin, logKeys, witnessKeys, trusted } = reader;
  const found: string[] = [];
  const { rows, tile = [], checkpoints } = dump;
  const stored: Head[] = [];
  for (const { size, root, note, lines } of checkpoints) {
    const head = opened(note + lines, logKeys);
    if (head?.origin === origin && head.size === size && head.root === root) stored.push(head);
    else found.push(`checkpoint ${size}`);
  }
  const size = Math.max(0, ...stored.map((head) => head.size));
  const outside = trusted.map((note) => opened(note, [...logKeys, ...witnessKeys]));
  for (const head of [...stored, ...outside]) {
    if (head?.origin !== origin || head.size > size) found.push("a checkpoint from outside is of more");
    else if (treeHash(leavesOf(dump, head.size)) !== head.root) found.push(`another root at ${head.size}`);
  }
  const indexes = new Set(rows.map(({ index }) => index));
  const end = Math.max(size, ...rows.map(({ index }) => index + 1));
  const keptFrom = indexes.size === 0 ? size : Math.min(...indexes);
  for (let index = keptFrom; index < end; index++) if (!indexes.has(index)) found.push(`row ${index} is missing`);
  if (indexes.size !== rows.length) found.push("an index is there twice");
  if (dump.head !== end) found.push("the head");
  if (tile.length > size) found.push("the tile has too many hashes");
  for (const row of rows) {
    if (row.index < size && tile[row.index] !== leafHash(row.record)) found.push(`leaf ${row.index} and its hash`);
    if (!columnsAgree(row)) found.push(`columns of ${row.index}`);
  }
  const times = checkpoints.map(({ note, lines }) => opened(note + lines, witnessKeys));
  const cosigned = [...times, ...trusted.map((note) => opened(note, witnessKeys))].filter((head) => head !== null);
  if (keptFrom > 0 && !isLawful(dump, keptFrom, cosigned, reader)) found.push(`rows before ${keptFrom} are gone`);
  return found;
}

/** The size that a witness must remember, by its own cosignatures that the database keeps. */
function cosignedBy(witnessKey: string, { checkpoints }: Dump): number {
  const own = checkpoints.filter(({ note, lines }) => opened(note + lines, [witnessKey]) !== null);
  return Math.max(0, ...own.map(({ size }) => size));
}

/** True when a witness knows less than it cosigned: it is none any more. @param seen what it says that it cosigned last */
export function hasForgotten(witnessKey: string, seen: Pick<Head, "size"> | undefined, dump: Dump): boolean {
  return cosignedBy(witnessKey, dump) > (seen?.size ?? 0);
}

/** The duty of a signer: sign what is new, find that nothing is, or refuse. @param remembered what it and the witnesses signed last */
export function signs(
  dump: Dump,
  { origin, logKeys }: Pick<Reader, "origin" | "logKeys">,
  remembered: readonly Pick<Head, "size" | "root">[],
): "SIGNS" | "NOTHING" | "REFUSES" {
  const { tile = [], checkpoints, rows } = dump;
  const newest = checkpoints.toSorted((a, b) => b.size - a.size)[0];
  const size = newest?.size ?? 0;
  if (newest !== undefined) {
    const head = opened(newest.note, logKeys);
    if (head?.origin !== origin || head.size !== size || head.root !== newest.root) return "REFUSES";
    if (tile.length < size || treeHash(tile.slice(0, size)) !== newest.root) return "REFUSES";
  }
  const next = rows.filter(({ index }) => index >= size).toSorted((a, b) => a.index - b.index);
  const isDense = next.every(({ index }, at) => index === size + at);
  const all = [...tile.slice(0, size), ...next.map(({ record }) => leafHash(record))];
  for (const last of remembered) {
    if (last.size > all.length || (last.size > size && !isDense)) return "REFUSES";
    if (treeHash(all.slice(0, last.size)) !== last.root) return "REFUSES";
  }
  if (next.length === 0) return "NOTHING";
  return isDense ? "SIGNS" : "REFUSES";
}

/** The hash of a tree whose first leaves are known by the root of theirs alone, a power of two of them. */
function treeHashAfter(known: Pick<Head, "size" | "root">, leaves: readonly string[]): string {
  if (leaves.length === known.size) return known.root;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const left = Buffer.from(treeHashAfter(known, leaves.slice(0, half)), "hex");
  return sha(Buffer.of(1), left, Buffer.from(treeHash(leaves.slice(half)), "hex")).toString("hex");
}

/** The answer of a witness that is shown the log. @param seen what it cosigned last */
export function cosigns(
  dump: Dump,
  { logKeys }: Pick<Reader, "logKeys">,
  witnessKey: string,
  seen: Pick<Head, "size" | "root"> = { size: 0, root: "" },
): "COSIGNS" | "NOTHING" | "REFUSES" {
  const { tile = [], checkpoints } = dump;
  const newest = checkpoints.toSorted((a, b) => b.size - a.size)[0];
  if (newest === undefined || newest.size <= cosignedBy(witnessKey, dump)) return "NOTHING";
  const head = opened(newest.note, logKeys);
  if (head === null || seen.size > newest.size || hasForgotten(witnessKey, seen, dump)) return "REFUSES";
  if (seen.size === newest.size) return "NOTHING";
  if (seen.size === 0) return "COSIGNS";
  const isPower = (seen.size & (seen.size - 1)) === 0;
  const leaves = tile.slice(0, newest.size);
  if (leaves.length < newest.size) return "REFUSES";
  const before = isPower ? seen.root : treeHash(leaves.slice(0, seen.size));
  const after = isPower ? treeHashAfter(seen, leaves) : treeHash(leaves);
  return before === seen.root && after === head.root ? "COSIGNS" : "REFUSES";
}
