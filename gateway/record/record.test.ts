import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { InvalidRecord } from "../../ledger/errors.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { limitedGateway } from "../limit/callers/fixtures/limited-gateway.ts";

/** A ledger that takes records of at most so many bytes, as the real one does. */
const narrowLedger = (bytes: number) => {
  const records: DisclosureRecord[] = [];
  const append = (record: DisclosureRecord) => {
    if (JSON.stringify(record).length > bytes) return Promise.reject(new InvalidRecord("too large"));
    return Promise.resolve({ index: records.push(record), id: "r" });
  };
  return { records, append };
};

test("S1: variables that the operation does not declare are not recorded, whatever they are called", async () => {
  const { records, append } = narrowLedger(100_000);
  await using gateway = await limitedGateway({}, {}, { append });
  const padding = Object.fromEntries(Array.from({ length: 2_000 }, (_, nth) => [`王小明 411025${nth}`, "x"]));
  const query = "query ($n: Int!) { people(first: $n) { name } }";
  expect(await gateway.ask(query, { ...padding, n: 1 })).toMatchObject({ status: 200, codes: [] });
  expect(records.map(({ argumentCommitments }) => argumentCommitments.map(({ argument }) => argument))).toEqual([
    ["n"],
  ]);
  expect(JSON.stringify(records)).not.toContain("411025");
});

test("S1: an answer whose record is too large is withheld, and who was looked at is recorded", async () => {
  const { records, append } = narrowLedger(1_200);
  await using gateway = await limitedGateway({}, {}, { append });
  const names = Array.from({ length: 9 }, (_, nth) => `${"v".repeat(100)}${nth}`);
  const declared = names.map((name) => `$${name}: Boolean = false`).join(" ");
  const used = names.map((name) => `name @skip(if: $${name})`).join(" ");
  const given = Object.fromEntries(names.map((name) => [name, false]));
  const got = await gateway.ask(`query (${declared}) { people(first: 2) { name ${used} } }`, given);
  expect(got).toMatchObject({ status: 503, codes: ["HUB_LEDGER_UNAVAILABLE"], data: undefined });
  expect(records).toMatchObject([
    { kind: "failure", decision: "FAILED", coordinates: [], argumentCommitments: [], app: "app" },
  ]);
  expect(records[0]?.subjects.map(({ pseudonym }) => pseudonym)).toEqual(["p0", "p1"]);
});

test("S1: a variable nested 20,000 deep is refused before anything is fetched, and the refusal is recorded", async () => {
  const { records, append } = narrowLedger(100_000);
  await using gateway = await limitedGateway({}, {}, { append });
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const query = "query ($x: Boolean) { people(first: 1) { name @skip(if: $x) } }";
  const response = await gateway.post("/graphql", `{"query":${JSON.stringify(query)},"variables":{"x":${deep}}}`);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("HUB_QUERY_TOO_DEEP");
  expect(gateway.fetches).toEqual([]);
  expect(records.map(({ decision, subjects }) => [decision, subjects])).toEqual([["REFUSED", []]]);
});

describe("S17: nothing of a caller's own text is kept for good", () => {
  const PERSONAL = "低保核对 411104198001010017";

  test("a purpose that no grant is for is recorded as unknown, however the request ends", async () => {
    const { records, append } = narrowLedger(100_000);
    await using gateway = await limitedGateway({}, {}, { append });
    const query = "{ people(first: 1) { id name } }";
    const purpose = encodeURIComponent(PERSONAL);
    const long = "PURPOSE-".repeat(1_000);
    const why = `{ whyDenied(operation: "{ people(first: 1) { name } }", purpose: "${PERSONAL}") { level } }`;
    await gateway.ask(query, {}, { "x-purpose": " TEST " });
    await gateway.ask(query, {}, { "x-purpose": purpose });
    await gateway.ask(query, {}, { "x-purpose": purpose });
    await gateway.ask("{ nothing }", {}, { "x-purpose": purpose });
    await gateway.ask(query, {}, { "x-purpose": long });
    await gateway.ask(why, {}, { "x-purpose": long });
    await gateway.ask(query, {}, { "x-purpose": " " });
    expect(records.map((record) => record.purpose)).toEqual(["TEST", ...Array<string>(5).fill("unknown"), null]);
    expect(JSON.stringify(records)).not.toMatch(/41110419|PURPOSE-/);
  });

  test("whoever has the salt proves what was stated", async () => {
    const { records, append } = narrowLedger(100_000);
    await using gateway = await limitedGateway({}, {}, { append });
    const response = await gateway.post("/graphql", { query: "{ people(first: 1) { id } }" }, { "x-purpose": "MINE" });
    const { extensions } = (await response.json()) as {
      readonly extensions: { readonly sharing: { readonly receipt: { readonly salt: string } } };
    };
    const salt = Buffer.from(extensions.sharing.receipt.salt, "base64url");
    const proof = createHmac("sha256", salt).update('["x-purpose","MINE"]').digest("base64");
    expect(records.map(({ argumentCommitments }) => argumentCommitments)).toEqual([
      [{ argument: "x-purpose", commitment: proof }],
    ]);
  });

  test("a trace that the caller sends is no part of the record", async () => {
    const { records, append } = narrowLedger(100_000);
    await using gateway = await limitedGateway({}, {}, { append });
    const traceparent = `00-${"411104198001010017".padEnd(32, "0")}-${"1".repeat(16)}-01`;
    await gateway.ask("{ people(first: 1) { id } }", {}, { traceparent });
    expect(records[0]?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(records)).not.toContain("411104");
  });
});

test("L6: what is asked about whom cannot be found from a record: neither from the operation's hash nor from its names", async () => {
  const { records, append } = narrowLedger(100_000);
  await using gateway = await limitedGateway({}, {}, { append });
  const numbers = ["411025199001010013", "411025199001010021"];
  for (const number of numbers) {
    const query = `query N${number}($n${number}: Int!) { n${number}: person(number: "${number}") { name } people(first: $n${number}) { name } }`;
    expect(await gateway.ask(query, { [`n${number}`]: 1 })).toMatchObject({ status: 200, codes: [] });
    expect(await gateway.ask(`{ person(number: "${number}") { name } `)).toMatchObject({ data: undefined });
    expect(await gateway.ask(`{ n${number} }`)).toMatchObject({ data: undefined });
  }
  const hashes = records.map(({ operationHash }) => operationHash);
  expect(hashes).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), null, null, hashes[0], null, null]);
  expect(records[0]?.argumentCommitments.map(({ argument }) => argument)).toEqual(["#1", "Query.person(number:)"]);
  expect(JSON.stringify(records.map((record) => ({ ...record, subjects: [] })))).not.toMatch(/411025/);
});
