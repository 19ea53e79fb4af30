import type { Readable } from "node:stream";
import { to } from "pg-copy-streams";
import type { ClientBase } from "pg";

const HEADER_BYTES = 19;
const TRAILER = -1;

/** A row of a binary COPY: its fields as the type's binary form, NULL as null. */
export type CopiedRow = readonly (Buffer | null)[];

/**
 * Reads a query's rows with COPY in binary form, many times faster than as objects; gives them in the groups in which they
 * arrived. The buffers are views that are valid for as long as they are held.
 */
export async function* copyRows(client: ClientBase, select: string): AsyncGenerator<readonly CopiedRow[]> {
  const stream: Readable = client.query(to(`COPY (${select}) TO STDOUT (FORMAT binary)`));
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    if (!started) {
      if (rest.length < HEADER_BYTES) continue;
      at = HEADER_BYTES;
      started = true;
    }
    const rows: CopiedRow[] = [];
    for (;;) {
      const row = rowAt(rest, at);
      if (row === null) break;
      rows.push(row.fields);
      at = row.end;
    }
    rest = rest.subarray(at);
    yield rows;
  }
}

function rowAt(bytes: Buffer, begin: number): { fields: CopiedRow; end: number } | null {
  if (begin + 2 > bytes.length) return null;
  const count = bytes.readInt16BE(begin);
  if (count === TRAILER) return null;
  const fields: (Buffer | null)[] = [];
  let at = begin + 2;
  for (let field = 0; field < count; field++) {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) {
      fields.push(null);
      continue;
    }
    if (at + length > bytes.length) return null;
    fields.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { fields, end: at };
}
