const decoder = new TextDecoder("gbk", { fatal: true });

let codes: ReadonlyMap<string, number> | undefined;

/** Every character of GBK with its two bytes, as the decoder of the platform has them. */
const table = (): ReadonlyMap<string, number> => {
  if (codes !== undefined) return codes;
  const found = new Map<string, number>();
  for (let code = 0x81_40; code <= 0xfe_fe; code += 1) {
    try {
      found.set(decoder.decode(Uint8Array.of(code >> 8, code & 0xff)), code);
    } catch {
      // Not every pair of bytes is a character.
    }
  }
  codes = found;
  return found;
};

/** A text in GBK, as an old system writes it: the platform decodes it and does not encode it. @throws for a character that GBK does not have */
export function encodeGbk(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point < 0x80 ? point : table().get(character);
    if (code === undefined) throw new RangeError("A character that GBK does not have");
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Buffer.from(bytes);
}
