import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { CITY, extractGeography, NATIONAL } from "./geography.ts";

test("O12: the divisions that come with the product are those of the package that they are taken from", async () => {
  const { national, city } = await extractGeography();
  expect(readFileSync(CITY, "utf8")).toBe(city);
  // Compared as a whole, and not shown: 2 MB.
  expect(brotliDecompressSync(readFileSync(NATIONAL)).toString() === national).toBe(true);
  const [, ...townships] = national.trimEnd().split("\n");
  expect([townships.length, townships.reduce((sum, line) => sum + (line.length - 9) / 3, 0)]).toEqual([
    41_352, 620_573,
  ]);
});
