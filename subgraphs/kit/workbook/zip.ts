import { Readable } from "node:stream";
import { crc32, createInflateRaw, deflateRawSync } from "node:zlib";
import { WorkbookRefused } from "./refusal.ts";

/** A file of an archive: where its bytes lie, and what the directory says of it. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly start: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const DEFLATED = 8;
const MOST_ENTRIES = 100;
const MOST_NAME = 200;

const broken = (): WorkbookRefused =>
  new WorkbookRefused("expected an Excel workbook (.xlsx)", "应为 Excel 工作簿（.xlsx）");

/** The end record, whose comment reaches exactly to the end of the file. */
const endOf = (file: Buffer): number => {
  for (let at = file.length - END_BYTES; at >= Math.max(0, file.length - END_BYTES - 0xffff); at -= 1) {
    if (file.readUInt32LE(at) === END && at + END_BYTES + file.readUInt16LE(at + 20) === file.length) return at;
  }
  throw broken();
};

const isEncryptedOrPatched = (flags: number): boolean => (flags & 0b10_0000_0110_0001) !== 0;

/** Start of an entry's bytes, behind its local header, which has to name the same file. */
const startOf = (file: Buffer, header: number, name: Buffer): number => {
  if (header + LOCAL_BYTES > file.length || file.readUInt32LE(header) !== LOCAL) throw broken();
  const nameBytes = file.readUInt16LE(header + 26);
  const start = header + LOCAL_BYTES + nameBytes + file.readUInt16LE(header + 28);
  if (!file.subarray(header + LOCAL_BYTES, header + LOCAL_BYTES + nameBytes).equals(name)) throw broken();
  return start;
};

const entryAt = (file: Buffer, at: number): { readonly entry: ZipEntry; readonly header: number; next: number } => {
  if (at + CENTRAL_BYTES > file.length || file.readUInt32LE(at) !== CENTRAL) throw broken();
  const method = file.readUInt16LE(at + 10);
  const nameBytes = file.readUInt16LE(at + 28);
  if (isEncryptedOrPatched(file.readUInt16LE(at + 8)) || nameBytes > MOST_NAME) throw broken();
  if (method !== 0 && method !== DEFLATED) throw broken();
  const name = file.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
  const header = file.readUInt32LE(at + 42);
  const entry = {
    name: name.toString("utf8"),
    isDeflated: method === DEFLATED,
    crc: file.readUInt32LE(at + 16),
    packed: file.readUInt32LE(at + 20),
    size: file.readUInt32LE(at + 24),
    start: startOf(file, header, name),
  };
  return {
    entry,
    header,
    next: at + CENTRAL_BYTES + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32),
  };
};

/**
 * Reads the directory of a ZIP archive. Only the plain form is taken: one volume, no ZIP64, no encryption, nothing before the
 * first file, directory and local headers of one mind, and no two files that share bytes or a name.
 * @throws WorkbookRefused
 */
export function readDirectory(file: Buffer): ReadonlyMap<string, ZipEntry> {
  const end = endOf(file);
  const [disk, startDisk, here, count] = [4, 6, 8, 10].map((offset) => file.readUInt16LE(end + offset));
  const begin = file.readUInt32LE(end + 16);
  if (disk !== 0 || startDisk !== 0 || here !== count || begin + file.readUInt32LE(end + 12) !== end) throw broken();
  if (count === undefined || count > MOST_ENTRIES) throw broken();
  const found = [];
  for (let at = begin; at < end;) {
    const read = entryAt(file, at);
    found.push(read);
    at = read.next;
    if (found.length > count) throw broken();
  }
  if (found.length !== count) throw broken();
  const inOrder = found.toSorted((a, b) => a.header - b.header);
  for (const [index, { entry }] of inOrder.entries()) {
    if (entry.start + entry.packed > (inOrder[index + 1]?.header ?? begin)) throw broken();
  }
  if (new Set(found.map(({ entry }) => entry.name.toLowerCase())).size !== count) throw broken();
  return new Map(found.map(({ entry }) => [entry.name, entry]));
}

/** Bytes that a whole workbook may still unpack into. */
export interface Budget {
  bytes: number;
}

/**
 * Unpacks one file piece by piece. What comes out is counted, and MUST be exactly what the directory says.
 * @throws WorkbookRefused, also when the budget is used up
 */
export async function* unpacked(file: Buffer, entry: ZipEntry, budget: Budget): AsyncGenerator<Buffer> {
  const bytes = file.subarray(entry.start, entry.start + entry.packed);
  const inflate = createInflateRaw();
  const pieces = entry.isDeflated ? Readable.from([bytes]).pipe(inflate) : Readable.from([bytes]);
  let crc = 0;
  let size = 0;
  try {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      size += piece.length;
      budget.bytes -= piece.length;
      if (budget.bytes < 0) throw new WorkbookRefused("it unpacks into too much", "解压后过大");
      if (size > entry.size) throw broken();
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    throw error instanceof WorkbookRefused ? error : broken();
  }
  const isWhole = !entry.isDeflated || inflate.bytesWritten === entry.packed;
  if (size !== entry.size || crc !== entry.crc || !isWhole) throw broken();
}

/** A file to be packed. */
interface File {
  readonly name: string;
  readonly content: string;
}

const MIDNIGHT_1980 = 0x00210000;

/** Packs files into a ZIP archive. Of the same files the same bytes: no time stands in it. */
export function packed(files: readonly File[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const bytes = Buffer.from(content, "utf8");
    const deflated = deflateRawSync(bytes);
    const title = Buffer.from(name, "utf8");
    const common = Buffer.alloc(26);
    for (const [at, value] of [20, 0, DEFLATED].entries()) common.writeUInt16LE(value, 2 * at);
    for (const [at, value] of [MIDNIGHT_1980, crc32(bytes), deflated.length, bytes.length].entries())
      common.writeUInt32LE(value, 6 + 4 * at);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, title]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, rest, title);
    bodies.push(local, deflated);
    offset += local.length + deflated.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
}
