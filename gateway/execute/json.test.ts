import { expect, test } from "@jest/globals";
import { assign, isList, isObject, narrow, reader } from "./json.ts";

test("a name that every object inherits something under is an own property like any other", () => {
  for (const key of ["constructor", "__proto__", "toString", "plain"]) {
    const object = {};
    expect([key, reader(key)(object)]).toEqual([key, undefined]);
    assign(object, key, 1);
    assign(object, key, 2);
    expect([key, reader(key)(object), JSON.stringify(object)]).toEqual([key, 2, `{"${key}":2}`]);
    expect(Reflect.deleteProperty(object, key)).toBe(true);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  }
});

test("objects, lists, and what is neither", () => {
  const told = [{}, [], null, "text", 1, undefined].map((value) => [isObject(value), isList(value)]);
  expect(told).toEqual([
    [true, false],
    [false, true],
    [false, false],
    [false, false],
    [false, false],
    [false, false],
  ]);
});

test("a narrowed text is the same text", () => {
  for (const text of ["", "plain ~", "中文", "tab\\t", "é"]) expect(narrow(text)).toBe(text);
});
