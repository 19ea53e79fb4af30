import { expect, test } from "@jest/globals";
import { entitlementFor, type GrantSet } from "./entitlement.ts";
import type { GrantableItem, GrantRecord } from "./grant.ts";

const item = {
  coordinate: "Person.name",
  typeName: "Person",
  owner: "police",
  share: "CONDITIONAL",
  mask: "NAME",
  keys: [],
  personal: false,
  division: false,
  leaf: true,
} as unknown as GrantableItem;

const record = (id: string, more: Partial<Record<keyof GrantRecord, unknown>> = {}): GrantRecord =>
  ({
    id,
    purpose: { code: "TEST" },
    items: new Map([["Person.name", "CLEAR"]]),
    rowScope: ["4111"],
    validFrom: 0,
    validTo: 100,
    ...more,
  }) as unknown as GrantRecord;

const setOf = (more: Partial<GrantSet>): GrantSet => ({
  purpose: "TEST",
  active: [],
  expired: [],
  future: [],
  elsewhere: [],
  stopped: new Set(),
  published: undefined,
  bars: [],
  division: null,
  lack: null,
  ...more,
});
const MASKED = { items: new Map([["Person.name", "MASKED"]]) };
const OTHER = { items: new Map([["Person.birth", "CLEAR"]]) };

test("of grants that are over, the last one is named; of those to come, the first; of other purposes, each once in order", () => {
  const over = [record("a", { validTo: 10 }), record("b", { validTo: 30 }), record("c", { validTo: 20 })];
  const unrelated = record("x", { ...OTHER, validTo: 99, validFrom: 0, purpose: { code: "A" } });
  expect(entitlementFor(setOf({ expired: [...over, unrelated] }), item)).toEqual({
    kind: "EXPIRED",
    grant: "b",
    validTo: 30,
  });
  const toCome = [record("a", { validFrom: 20 }), record("b", { validFrom: 10 }), record("c", { validFrom: 30 })];
  expect(entitlementFor(setOf({ future: [unrelated, ...toCome] }), item)).toEqual({
    kind: "NOT_YET_VALID",
    grant: "b",
    validFrom: 10,
  });
  const elsewhere = ["C", "B", "C"].map((code, nth) => record(String(nth), { purpose: { code } }));
  expect(entitlementFor(setOf({ elsewhere: [...elsewhere, unrelated] }), item)).toEqual({
    kind: "PURPOSE_MISMATCH",
    purposes: ["B", "C"],
  });
  expect(entitlementFor(setOf({ elsewhere: [unrelated], expired: [unrelated] }), item)).toEqual({ kind: "NO_GRANT" });
});

test("a spent grant denies with its quota, unless the others alone give the very same", () => {
  const spent = new Map([
    ["a", 5],
    ["c", 9],
  ]);
  const given = (...active: readonly GrantRecord[]) => entitlementFor(setOf({ active }), item, spent);
  const quota = (grant: string, until: number) => ({ kind: "QUOTA", grant, until });
  expect(given(record("a"))).toEqual(quota("a", 5));
  expect(given(record("a"), record("c"))).toEqual(quota("a", 9));
  expect(given(record("a"), record("b"))).toMatchObject({ kind: "granted", outcome: "CLEAR", grants: ["b"] });
  expect(given(record("b"))).toMatchObject({ kind: "granted", grants: ["b"] });
  // Neither fewer rows nor a mask slip into an answer unsaid.
  expect(given(record("a"), record("b", { rowScope: ["411102"] }))).toEqual(quota("a", 5));
  expect(given(record("a"), record("b", MASKED))).toEqual(quota("a", 5));
  expect(given(record("a"), record("b", OTHER))).toEqual(quota("a", 5));
});

test("the clearer outcome wins within its own rows, and rows outside the caller's division are nobody's", () => {
  const both = [record("a", MASKED), record("b", { rowScope: ["411102"] }), record("c", { rowScope: ["411103"] })];
  expect(entitlementFor(setOf({ active: both }), item)).toEqual({
    kind: "granted",
    outcome: "CLEAR",
    scope: ["411102", "411103"],
    grants: ["b", "c"],
  });
  expect(entitlementFor(setOf({ active: both, division: ["411104"] }), item)).toMatchObject({
    outcome: "MASKED",
    scope: ["411104"],
    grants: ["a"],
  });
  expect(entitlementFor(setOf({ active: [record("a")], division: ["42"] }), item)).toEqual({
    kind: "OUT_OF_SCOPE",
    grants: ["a"],
  });
  expect(entitlementFor(setOf({ active: [record("a", { rowScope: [] })] }), item)).toMatchObject({ scope: [] });
});

test("a wildcard speaks where no exact entry does, and masked only what has a mask", () => {
  const wild = (outcome: string, more: object = {}) =>
    record("a", { items: new Map(Object.entries({ "Person.*": outcome, ...more })) });
  const maskless = { ...item, mask: null };
  const on = (one: GrantableItem, active: GrantRecord) => entitlementFor(setOf({ active: [active] }), one);
  expect(on(item, wild("MASKED"))).toMatchObject({ outcome: "MASKED" });
  expect(on(maskless, wild("MASKED"))).toEqual({ kind: "NO_GRANT" });
  expect(on(maskless, wild("CLEAR"))).toMatchObject({ outcome: "CLEAR" });
  expect(on(maskless, record("a", MASKED))).toEqual({ kind: "MASK_UNAVAILABLE", grant: "a" });
  expect(on(item, wild("CLEAR", { "Person.name": "MASKED" }))).toMatchObject({ outcome: "MASKED" });
});

test("what is personal lacks an officer or a case, unless the grant is for an automatic job", () => {
  const personal = { ...item, personal: true };
  const lacking = (...active: readonly GrantRecord[]) =>
    entitlementFor(setOf({ active, lack: "OFFICER_REQUIRED" }), personal);
  expect(lacking(record("a"), record("b"))).toEqual({ kind: "OFFICER_REQUIRED", grant: "a" });
  expect(lacking(record("a"), record("b", { unattended: true }))).toMatchObject({ grants: ["b"], outcome: "CLEAR" });
  expect(entitlementFor(setOf({ active: [record("a")], lack: "CASE_REQUIRED" }), item)).toMatchObject({
    grants: ["a"],
  });
});
