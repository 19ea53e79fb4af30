import { expect, test } from "@jest/globals";
import { checkBatch } from "./batch.ts";

test("one up to the limit pass", () => {
  expect(() => {
    checkBatch(1, 2);
    checkBatch(2, 2);
  }).not.toThrow();
});

test("one more does not", () => {
  expect(() => {
    checkBatch(3, 2);
  }).toThrow("The batch holds 3 operations; at most 2 are allowed.");
});

test("none is no batch, and a limit of 0 turns batching off", () => {
  expect(() => {
    checkBatch(0, 2);
  }).toThrow("the batch is empty");
  expect(() => {
    checkBatch(1, 0);
  }).toThrow("at most 0");
});
