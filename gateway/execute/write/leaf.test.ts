import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { quote } from "./leaf.ts";

test("quote is JSON.stringify for every string, lone surrogates included", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
      expect(quote(text)).toBe(JSON.stringify(text));
    }),
  );
  for (const text of ['"', "\\", "\n", "\u007f", "\u2028", "\ud800", "汉字", "😀", "x".repeat(10_000) + '"']) {
    expect(quote(text)).toBe(JSON.stringify(text));
  }
});
