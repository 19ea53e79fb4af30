import { expect, test } from "@jest/globals";
import type { Caller } from "../authenticate/caller.ts";
import { createFindGrant } from "./find-grant.ts";
import { asking, caller as named, catalogue, type Entry, entry, item, NOW } from "./fixtures/people.ts";
import { createGrantBook } from "./grant-book.ts";
import { GrantsUnavailable } from "./store/grant-store.ts";
import { parseGrants } from "./store/parse-grants.ts";

const caller: Caller = { ...named, roles: [], subject: null, enterprise: null, tokenId: "t", expiresAt: 0 };
const bookOf = (...entries: readonly Entry[]) => createGrantBook(parseGrants({ grants: entries }, catalogue));

test("a revocation is in force with the next request of the very same caller, and so is what is given anew", () => {
  let current = bookOf(entry("g"));
  const findGrant = createFindGrant(() => current);
  const kindFor = (purpose = asking.purpose, now = NOW): string | undefined => {
    const found = findGrant({ caller, purpose, caseNumber: null }, now);
    return found.kind === "grant" ? found.grant.entitlementOf(item("Person.sex")).kind : found.kind;
  };
  expect([kindFor(), kindFor()]).toEqual(["granted", "granted"]);
  current = bookOf();
  expect([kindFor(), kindFor()]).toEqual(["NO_GRANT", "NO_GRANT"]);
  current = bookOf(entry("g"));
  // The caller's latest is of this purpose alone.
  expect([kindFor(), kindFor("OTHER"), kindFor(` ${asking.purpose} `)]).toEqual([
    "granted",
    "PURPOSE_MISMATCH",
    "granted",
  ]);
});

test("a purpose is stated in 1 to 128 characters; without one the caller's own are named; without grants there is nothing", () => {
  const findGrant = createFindGrant(() => bookOf(entry("g")));
  const kindOf = (purpose: string | null | undefined) => findGrant({ caller, purpose, caseNumber: null }, NOW);
  for (const purpose of [null, undefined, "", "  ", "P".repeat(129)])
    expect(kindOf(purpose)).toEqual({ kind: "purpose-required", purposes: [asking.purpose] });
  expect(kindOf("P".repeat(128)).kind).toBe("grant");
  const unavailable = createFindGrant(() => {
    throw new GrantsUnavailable();
  });
  expect(unavailable({ caller, purpose: "P", caseNumber: null }, NOW)).toEqual({ kind: "unavailable" });
  const broken = createFindGrant(() => {
    throw new Error("broken");
  });
  expect(() => broken({ caller, purpose: "P", caseNumber: null }, NOW)).toThrow("broken");
});
