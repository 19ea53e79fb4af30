import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

let read: string | undefined;

/** 2 MB of text, unpacked when first asked: a line for each township, 9 digits of its own and then 3 for each of its villages. */
const table = (): string =>
  (read ??= brotliDecompressSync(readFileSync(new URL("./national-divisions.txt.br", import.meta.url))).toString(
    "latin1",
  ));

const VILLAGE = 12;
const TOWNSHIP = 9;

const hasVillage = (code: string): boolean => {
  const text = table();
  const line = text.indexOf(`\n${code.slice(0, TOWNSHIP)}`);
  if (line < 0) return false;
  const suffix = code.slice(TOWNSHIP);
  for (let at = line + 1 + TOWNSHIP; text[at] !== "\n"; at += suffix.length)
    if (text.startsWith(suffix, at)) return true;
  return false;
};

/** Whether the national table has the division: a village by its 12 digits, anything above it by the townships that it holds. */
export function isDivision(code: string): boolean {
  return code.length === VILLAGE ? hasVillage(code) : table().includes(`\n${code}`);
}
