import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { limitedGateway } from "../limit/callers/fixtures/limited-gateway.ts";

const SCHEMA = { query: getIntrospectionQuery() };
const DATA = { query: "{ people(first: 500) { name } }" };
const MIXED = { query: `{ people(first: 500) { name } __schema { types { name fields { name description } } } }` };
const WHY = {
  query: `{ whyDenied(operation: "{ people(first: 1) { secret } }", purpose: "TEST") { coordinates { coordinate } }
    __schema { types { name description fields { name description } } } }`,
};

/** An answer's encoding and its bytes. */
const travel = async (body: unknown, accepted: string) => {
  await using gateway = await limitedGateway({}, {});
  const response = await gateway.post("/graphql", body, { "accept-encoding": accepted });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { response, bytes, encoding: response.headers.get("content-encoding"), vary: response.headers.get("vary") };
};

test.each([
  ["br, gzip", "br", brotliDecompressSync],
  ["gzip", "gzip", gunzipSync],
] as const)("the schema travels compressed as accepted: %s", async (accepted, encoding, read) => {
  const plain = await travel(SCHEMA, "identity");
  expect([plain.encoding, plain.vary]).toEqual([null, "accept-encoding"]);
  const sent = await travel(SCHEMA, accepted);
  expect([sent.response.status, sent.encoding, sent.vary]).toEqual([200, encoding, "accept-encoding"]);
  expect(read(sent.bytes).equals(plain.bytes)).toBe(true);
  expect(sent.bytes.length * 4).toBeLessThan(plain.bytes.length);
  expect(sent.response.headers.get("content-length")).toBe(String(sent.bytes.length));
  expect(sent.response.headers.get("content-type")).toBe(plain.response.headers.get("content-type"));
  expect(sent.response.headers.get("traceparent")).toMatch(/^00-/);
});

test.each([
  ["data", DATA],
  ["data beside the schema", MIXED],
  ["a batch of the schema and data", [SCHEMA, DATA]],
  ["a batch of the schema and an operation that is refused", [SCHEMA, { query: "{ nothing }" }]],
])("%s never travels compressed", async (_, body) => {
  const { bytes, encoding, vary } = await travel(body, "br, gzip");
  expect(bytes.length).toBeGreaterThan(1_400);
  expect(() => JSON.parse(bytes.toString()) as unknown).not.toThrow();
  expect([encoding, vary]).toEqual([null, null]);
});

test("neither does what explains a caller's own grants, nor a schema answer that fits one packet", async () => {
  const why = await travel(WHY, "br");
  expect([why.encoding, why.bytes.toString()]).toEqual([null, expect.stringContaining('"coordinate":"Person.secret"')]);
  expect((await travel({ query: "{ __typename }" }, "br")).encoding).toBeNull();
});
