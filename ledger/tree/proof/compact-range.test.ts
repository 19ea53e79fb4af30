import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CompactRange, listRoot } from "./compact-range.ts";
import { hasherFor } from "../hasher.ts";
import { completeNodes } from "./range.ts";

const sha256 = hasherFor("sha256");

test("a range resumed from its edge goes on as if it had never stopped", () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (before, after) => {
      const nodes = new Map<string, Buffer>();
      const whole = new CompactRange(sha256);
      const leaf = (i: number) => sha256.leaf(Buffer.from(String(i)));
      for (let i = 0; i < before; i++) whole.append(leaf(i), (l, n, hash) => nodes.set(`${l}/${n}`, hash));
      const edge = completeNodes({ begin: 0, end: before }).map(
        ({ level, index }) => nodes.get(`${level}/${index}`) ?? Buffer.alloc(0),
      );
      const resumed = new CompactRange(sha256, before, edge);
      for (let i = before; i < before + after; i++) {
        whole.append(leaf(i));
        resumed.append(leaf(i));
      }
      expect(resumed.root()).toEqual(whole.root());
      expect(resumed.size).toBe(before + after);
    }),
  );
});

test("an edge that does not belong to its size is refused", () => {
  expect(() => new CompactRange(sha256, 3, [sha256.empty])).toThrow("Expected 2 edge hashes, got 1");
});

test("a list's commitment depends on every entry and their order", () => {
  const root = listRoot(sha256, ["Person:a", "Person:b", "Person:c"]);
  expect(listRoot(sha256, ["Person:b", "Person:a", "Person:c"])).not.toEqual(root);
  expect(listRoot(sha256, ["Person:a", "Person:b"])).not.toEqual(root);
});
