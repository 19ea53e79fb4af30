import { expect, test } from "@jest/globals";
import { buildSchema, parse } from "graphql";
import { nothing } from "../plan/run-steps.ts";
import { BoundedCache } from "../../operation/bounded-cache.ts";
import type { CompiledOperation } from "./compile-operation.ts";
import { OperationCache } from "./operation-cache.ts";
import { createReadOperation } from "../../operation/read-operation.ts";

test("forgets what was used longest ago once the weights exceed the bound", () => {
  const cache = new BoundedCache<string>(10);
  cache.set("a", "A", 4);
  cache.set("b", "B", 4);
  expect(cache.get("a")).toBe("A");
  cache.set("c", "C", 4);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual(["A", undefined, "C"]);
  expect(cache.weight).toBe(8);
  cache.set("huge", "H", 11);
  expect([cache.size, cache.weight]).toEqual([0, 0]);
});

const read = createReadOperation(buildSchema("type Query { a: Int }"));
const keyOf = (query: string) => ({
  read: read(parse(query), undefined),
  conditions: new Map<string, boolean>(),
  labels: "",
  enforcement: undefined,
});
const operation = (weight: number): CompiledOperation => ({
  fetch: nothing,
  ownData: undefined,
  write: () => "{}",
  coordinates: undefined,
  weight,
});

test("requests that come while an operation is compiled wait for the same; a failure is tried again", async () => {
  const cache = new OperationCache(1_000_000);
  const key = keyOf("{ a }");
  let compiled = 0;
  const compile = async (): Promise<CompiledOperation> => {
    await Promise.resolve();
    compiled += 1;
    if (compiled === 1) throw new Error("once");
    return operation(1_000);
  };
  const [first, second] = [cache.get(key, compile), cache.get(key, compile)];
  expect(first).toBe(second);
  await expect(first).rejects.toThrow("once");
  await cache.get(key, compile);
  await Promise.resolve();
  expect(cache.get(key, compile)).toEqual(expect.objectContaining({ weight: 1_000 }));
  expect(compiled).toBe(2);
});

test("equal documents in different shapes, under different labels and decisions, are different operations", () => {
  const cache = new OperationCache(1_000_000);
  const key = keyOf("{ a }");
  let compiled = 0;
  const compile = (): Promise<CompiledOperation> => {
    compiled += 1;
    return Promise.resolve(operation(1));
  };
  const enforcement = {
    key: "grant-1",
    planned: null,
    instructionFor: () => ({ kind: "write" }) as const,
    observed: new Map<string, string>(),
  };
  for (const variant of [
    key,
    { ...key, labels: "x" },
    { ...key, enforcement },
    { ...key, conditions: new Map([["c", true]]) },
    { ...key, conditions: new Map([["c", false]]) },
  ]) {
    void cache.get(variant, compile);
    void cache.get(variant, compile);
  }
  expect(compiled).toBe(5);
});
