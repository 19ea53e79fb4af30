import { expect, test } from "@jest/globals";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../kit/pseudonym.ts";
import { ledgerFilter } from "./disclosure-filter.ts";

process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
const CITIZEN = "11010519491231002X";

test("nothing given finds everything but covert investigations", () => {
  expect(ledgerFilter({})).toEqual({ covert: "withheld" });
  expect(ledgerFilter({ app: null, kinds: null, includeCovert: null })).toEqual({ covert: "withheld" });
});

test("a citizen number leaves as its pseudonym only", () => {
  const filter = ledgerFilter({ citizenNumber: CITIZEN });
  expect(filter.subject).toBe(`Person:${pseudonymOf(CITIZEN, DEMO_PSEUDONYM_KEY)}`);
  expect(JSON.stringify(filter)).not.toContain(CITIZEN);
});

test("times are told in UTC, and words as they are", () => {
  expect(ledgerFilter({ from: new Date("2026-11-01T08:00:00+08:00"), outcome: "MASKED", includeCovert: true })).toEqual(
    { from: "2026-11-01T00:00:00.000Z", outcome: "MASKED", covert: "shown" },
  );
});

test.each([
  { citizenNumber: CITIZEN, person: "p" },
  { person: "p", enterprise: "91110000802100433B" },
])("two subjects are one too many: %j", (input) => {
  expect(() => ledgerFilter(input)).toThrow(
    expect.objectContaining({ extensions: { code: "HUB_SUBJECT_AMBIGUOUS", zh: expect.any(String) } }),
  );
});

test("L13: a person by what is no pseudonym is an error, and not somebody without records", () => {
  for (const person of [CITIZEN, "p", "王小明"]) {
    expect(() => ledgerFilter({ person })).toThrow(
      expect.objectContaining({ extensions: { code: "HUB_SUBJECT_INVALID", zh: expect.any(String) } }),
    );
  }
});
