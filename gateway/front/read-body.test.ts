import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { defaultLimits } from "../config.ts";
import { requestInProcess } from "./in-process.ts";
import { checkBatch, parseRequest } from "./read-body.ts";

const parse = (url: string, init?: RequestInit) =>
  parseRequest(requestInProcess(new Request(`http://localhost/graphql${url}`, init)), {
    ...defaultLimits,
    decompressedBytes: 1_000,
  });
const postOf = (
  body: BodyInit,
  headers: Record<string, string> = { "content-type": "application/json" },
): RequestInit => ({
  method: "POST",
  body,
  headers,
});

test("reads a GET request's parameters", async () => {
  const asked = await parse(`?query={me}&operationName=A&variables=${encodeURIComponent('{"a":1}')}&extensions={}`);
  expect(asked).toEqual({ query: "{me}", operationName: "A", variables: { a: 1 }, extensions: {} });
});

test("leaves out what a GET request leaves out", async () => {
  expect(Object.entries(await parse("?query={me}")).filter(([, value]) => value !== undefined)).toEqual([
    ["query", "{me}"],
  ]);
});

test("reads JSON with a charset, a batch, a compressed body", async () => {
  const one = { query: "{me}" };
  const type = { "content-type": "Application/JSON; charset=utf-8" };
  expect(await parse("", postOf(JSON.stringify(one), type))).toEqual(one);
  expect(await parse("", postOf(JSON.stringify([one, one])))).toEqual([one, one]);
  expect(await parse("", postOf(gzipSync(JSON.stringify(one)), { ...type, "content-encoding": "gzip" }))).toEqual(one);
});

test.each([
  ["a form", "query={me}", { "content-type": "application/x-www-form-urlencoded" }, "HUB_MEDIA_TYPE"],
  ["a look-alike type", "{}", { "content-type": "application/jsonp" }, "HUB_MEDIA_TYPE"],
  ["a batch of numbers", "[1]", { "content-type": "application/json" }, "HUB_BODY_INVALID"],
  ["null", "null", { "content-type": "application/json" }, "HUB_BODY_INVALID"],
])("refuses %s", async (_, body, headers, code) => {
  await expect(parse("", postOf(body, headers))).rejects.toMatchObject({ extensions: { code } });
});

test("refuses what unfolds beyond the limit", async () => {
  const bomb = postOf(gzipSync(" ".repeat(2_000)), { "content-type": "application/json", "content-encoding": "gzip" });
  await expect(parse("", bomb)).rejects.toMatchObject({ extensions: { code: "HUB_BODY_TOO_LARGE" } });
});
test("batches of one up to the limit pass", () => {
  expect(() => {
    checkBatch(1, 2);
    checkBatch(2, 2);
  }).not.toThrow();
});

test("a batch of one more does not", () => {
  expect(() => {
    checkBatch(3, 2);
  }).toThrow("The batch holds 3 operations; at most 2 are allowed.");
});

test("a batch of none is no batch, and a limit of 0 turns batching off", () => {
  expect(() => {
    checkBatch(0, 2);
  }).toThrow("the batch is empty");
  expect(() => {
    checkBatch(1, 0);
  }).toThrow("at most 0");
});
