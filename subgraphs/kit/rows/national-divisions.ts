import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { invalidInput } from "../errors.ts";

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

/** True when the national table has the division: a village by its 12 digits, anything above it by the townships that it holds. */
const isDivision = (code: string): boolean =>
  code.length === VILLAGE ? hasVillage(code) : table().includes(`\n${code}`);

const MOST_REMEMBERED = 10_000;
const known = new Map<string, boolean>();

/**
 * Refuses a division that the national table does not have, instead of answering with an empty list. Grids (15 digits) are a
 * city's own and not in it: a list by grid would read the grid of its rows, which may be denied.
 * @throws HUB_UNKNOWN_DIVISION
 */
export function assertDivision(code: string): void {
  const found = known.get(code) ?? isDivision(code);
  if (known.size < MOST_REMEMBERED) known.set(code, found);
  if (!found) throw invalidInput("HUB_UNKNOWN_DIVISION", { code });
}
