import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../json.ts";
import { compileMerge, mergeEntities } from "./merge.ts";

const merged = (keys: readonly string[], target: JsonObject, source: JsonObject): JsonObject => {
  compileMerge(keys)(target, source);
  return target;
};

describe("what a second subgraph says of an object is added to what is there", () => {
  test("under the keys that it was asked for, and no others", () => {
    expect(merged(["b", "c"], { a: 1 }, { a: 2, b: 3, d: 4 })).toEqual({ a: 1, b: 3 });
  });

  test("null is no value, and takes none back", () => {
    expect(merged(["a"], { a: 1 }, { a: 2 })).toEqual({ a: 2 });
    expect(merged(["a"], { a: 1 }, { a: null })).toEqual({ a: 1 });
    expect(merged(["a"], { a: null }, { a: 2 })).toEqual({ a: 2 });
    expect(merged(["a"], { a: 1 }, {})).toEqual({ a: 1 });
    expect(merged(["a"], {}, { a: null })).toEqual({ a: null });
  });

  test("objects are merged by key, lists of one length item by item, and what does not fit is left behind", () => {
    expect(merged(["a"], { a: { x: 1, y: null } }, { a: { y: 2, z: 3 } })).toEqual({ a: { x: 1, y: 2, z: 3 } });
    expect(merged(["a"], { a: [{ x: 1 }, null] }, { a: [{ y: 2 }, { y: 3 }] })).toEqual({
      a: [{ x: 1, y: 2 }, { y: 3 }],
    });
    for (const other of [[{ y: 2 }, { y: 3 }], [], { 0: { y: 2 } }, "x", null])
      expect(merged(["a"], { a: [{ x: 1 }] }, { a: other })).toEqual({ a: [{ x: 1 }] });
    for (const other of [[{ y: 2 }], "x", null])
      expect(merged(["a"], { a: { x: 1 } }, { a: other })).toEqual({ a: { x: 1 } });
  });

  test("a key that every object inherits something under is a key like any other", () => {
    const source = JSON.parse('{ "constructor": { "x": 1 }, "__proto__": { "y": 2 }, "b": 3 }') as JsonObject;
    const target = merged(["constructor", "__proto__", "b", "toString"], { a: 1 }, source);
    expect(JSON.stringify(target)).toBe('{"a":1,"b":3,"constructor":{"x":1},"__proto__":{"y":2}}');
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    compileMerge(["__proto__"])(target, JSON.parse('{ "__proto__": { "z": 4 } }') as JsonObject);
    expect(JSON.stringify(target)).toContain('"__proto__":{"y":2,"z":4}');
  });
});

describe("entities are merged into the objects that stand for them", () => {
  const merge = compileMerge(["list"]);
  const targets = () => ({
    objects: [{ at: 0 }, { at: 1 }, { at: 2 }, { at: 3 }] as JsonObject[],
    indexes: [0, 1, 0, 2],
  });

  test("each by its place in the answer; a place without an entity changes nothing", () => {
    const { objects, indexes } = targets();
    mergeEntities([{ list: [1] }, null], { objects, indexes }, merge, true);
    expect(objects).toEqual([{ at: 0, list: [1] }, { at: 1 }, { at: 2, list: [1] }, { at: 3 }]);
    const untouched = targets();
    for (const wrong of [null, {}, "x", undefined]) mergeEntities(wrong, untouched, merge, true);
    expect(untouched).toEqual(targets());
  });

  test("which share its values, or have a copy each where a later fetch tells them apart", () => {
    for (const shares of [true, false]) {
      const { objects, indexes } = targets();
      mergeEntities([{ list: [{ x: [1, null] }] }, { list: [] }], { objects, indexes }, merge, shares);
      const [first, , again] = objects;
      expect(again?.["list"]).toEqual([{ x: [1, null] }]);
      expect(Object.is(first?.["list"], again?.["list"])).toBe(shares);
      const [one] = first?.["list"] as JsonObject[];
      const [other] = again?.["list"] as JsonObject[];
      expect(Object.is(one?.["x"], other?.["x"])).toBe(shares);
    }
  });
});
