import { expect, test } from "@jest/globals";
import { appliedFor, DENIAL_FACTS, DENIAL_REASONS, denialFacts, denialWords, type Denial } from "./denial.ts";

const SPENT: Denial = { reason: "QUOTA", grant: "g-1", until: Date.UTC(2026, 2, 2, 16), department: null };

test("a denial is told with its facts", () => {
  expect(denialWords({ reason: "EXPIRED", grant: "g-1", validTo: 0 })).toEqual({
    en: "grant g-1 ended at 1970-01-01T00:00:00.000Z",
    zh: "授权 g-1 已于 1970-01-01T00:00:00.000Z 到期",
  });
  expect(denialWords(SPENT)).toEqual({
    en: "the quota of grant g-1 is used up until 2026-03-03T00:00:00+08:00",
    zh: "授权 g-1 的配额已用完，2026-03-03T00:00:00+08:00 后恢复",
  });
  expect(denialWords({ ...SPENT, department: "housing" }).en).toMatch(/^the quota of housing's own grant g-1 /);
  expect(denialWords({ reason: "PURPOSE_MISMATCH", purposes: ["A", "B"] }).zh).toBe(
    "该字段的授权用途为 A、B，与本次用途不符",
  );
});

test("the graph gets times as text, and nothing that is no fact", () => {
  expect(denialFacts(SPENT)).toEqual({ grant: "g-1", until: "2026-03-02T16:00:00.000Z", department: null });
  expect(denialFacts({ reason: "NO_GRANT" })).toEqual({});
});

test("one applies for what is lacking, and never for what is not shared", () => {
  expect(appliedFor("A.b", { reason: "NO_GRANT" })).toBe("A.b");
  expect(appliedFor("A.b", { reason: "NOT_SHARED" })).toBeNull();
  expect(appliedFor("A.b", { reason: "DERIVATION_NOT_GRANTED", department: "d", missing: "C.d" })).toBe("C.d");
  expect(appliedFor("A.b", { reason: "ARGUMENT_NOT_GRANTED", argument: "a", reveals: "E.f" })).toBe("E.f");
});

test.each(DENIAL_REASONS)("$reason has facts that are known, the same in both languages", ({ en, zh, title }) => {
  const factsOf = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  const known = DENIAL_FACTS.map(({ name }) => name);
  expect(factsOf(zh)).toEqual(factsOf(en));
  expect(factsOf(en).filter((name) => !known.includes(name ?? ""))).toEqual([]);
  expect(title).toMatch(/\p{Script=Han}/u);
  expect(title).not.toMatch(/[{}[\]]/);
});
