const TEXT_OID = 25;
const HEADER_BYTES = 20;

/**
 * A text[] in PostgreSQL's binary wire format (array_send): a Buffer parameter travels as it is, without the quoting and
 * parsing that arrays of JSON in text form cost on both sides.
 */
export function binaryTextArray(values: readonly (Buffer | string)[]): Buffer {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const out = Buffer.allocUnsafe(HEADER_BYTES + lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  for (const header of [1, 0, TEXT_OID, values.length, 1]) at = out.writeInt32BE(header, at);
  for (const [i, value] of values.entries()) {
    at = out.writeInt32BE(lengths[i] ?? 0, at);
    at += typeof value === "string" ? out.write(value, at, "utf8") : value.copy(out, at);
  }
  return out;
}
