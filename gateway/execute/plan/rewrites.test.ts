import { expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import { compileInput } from "./compile-input.ts";
import { callerPath, compileRewrites, renamedKeys } from "./rewrites.ts";

const schema = buildSchema(
  "type Query { a: Int } interface Media { id: ID } type Book implements Media { id: ID } type Film implements Media { id: ID }",
);

const rename = (path: string[], renameKeyTo: string, on?: string[]) => ({
  KeyRenamer: { path: [...(on ? [{ TypenameEquals: on }] : []), ...path.map((Key) => ({ Key }))], renameKeyTo },
});

test("a key is renamed on the types it is meant for, through lists and nested objects", () => {
  const data = [
    { __typename: "Book", alias_0: 1, inner: [{ alias_0: 2 }, null] },
    { __typename: "Film", alias_0: 3 },
    null,
    "junk",
  ];
  compileRewrites([rename(["alias_0"], "price", ["Book"]), rename(["inner", "alias_0"], "size")], schema)?.(data);
  expect(JSON.parse(JSON.stringify(data))).toEqual([
    { __typename: "Book", price: 1, inner: [{ size: 2 }, null] },
    { __typename: "Film", alias_0: 3 },
    null,
    "junk",
  ]);
});

test("a type condition of a rewrite holds for the types of an interface", () => {
  const data = [{ __typename: "Film", a: 1 }, { a: 2 }];
  compileRewrites([rename(["a"], "b", ["Media"])], schema)?.(data);
  expect(JSON.parse(JSON.stringify(data))).toEqual([{ __typename: "Film", b: 1 }, { b: 2 }]);
});

test("a value is set, in both of the forms that planners write", () => {
  const data = { __typename: "Book", kind: "x" };
  const path = [{ TypenameEquals: ["Book"] }, { Key: "kind" }];
  compileRewrites([{ kind: "ValueSetter", path, setValueTo: "y" }], schema)?.(data);
  expect(data.kind).toBe("y");
  compileRewrites([{ ValueSetter: { path, setValueTo: "z" } }], schema)?.(data);
  expect(data.kind).toBe("z");
});

test("a renamed key named like something inherited becomes a key like any other", () => {
  const data = { a: 1 };
  compileRewrites([rename(["a"], "__proto__")], schema)?.(data);
  expect(Object.hasOwn(data, "__proto__")).toBe(true);
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
});

test("no rewrites, no work; renamed keys are named; error paths speak the caller's names", () => {
  expect(compileRewrites([], schema)).toBeUndefined();
  const rewrites = [rename(["alias_0"], "price")];
  expect(renamedKeys(rewrites)).toEqual(["price"]);
  expect(callerPath(["items", 0, "alias_0"], rewrites)).toEqual(["items", 0, "price"]);
  expect(callerPath(undefined, rewrites)).toBeUndefined();
});

const requires = [
  {
    kind: "InlineFragment" as const,
    typeCondition: "Media",
    selections: [
      { kind: "Field" as const, name: "__typename" },
      { kind: "Field" as const, name: "id" },
      { kind: "Field" as const, name: "size", alias: "size_0" },
    ],
  },
];

test("input rewrites: the type's name while the text is written, everything else after it", () => {
  const path = [{ TypenameEquals: ["Book"] }, { Key: "__typename" }];
  const named = compileInput(requires, [{ ValueSetter: { path, setValueTo: "Media" } }], schema);
  expect(named.write({ __typename: "Book", id: "1" })).toBe('{"__typename":"Media","id":"1"}');
  expect(named.write({ __typename: "Film", id: "1" })).toBe('{"__typename":"Film","id":"1"}');
  const renamed = compileInput(requires, [rename(["size_0"], "size", ["Book"])], schema);
  expect(JSON.parse(renamed.write({ __typename: "Book", id: "1", size_0: 5 }) ?? "")).toEqual({
    __typename: "Book",
    id: "1",
    size: 5,
  });
});

test("input rewrites that set something else than the name of one type go through the representation", () => {
  const written = (path: ({ TypenameEquals: string[] } | { Key: string })[], setValueTo: string) =>
    compileInput(requires, [{ ValueSetter: { path, setValueTo } }], schema).write({ __typename: "Book", id: "1" });
  const on = (name: string) => ({ TypenameEquals: [name] });
  expect(written([on("Book"), { Key: "id" }], "9")).toBe('{"__typename":"Book","id":"9"}');
  expect(written([{ Key: "__typename" }], "Media")).toBe('{"__typename":"Media","id":"1"}');
  expect(written([on("Book"), { Key: "id" }, { Key: "__typename" }], "Media")).toBe('{"__typename":"Book","id":"1"}');
  expect(written([on("Film"), { Key: "id" }], "9")).toBe('{"__typename":"Book","id":"1"}');
});
