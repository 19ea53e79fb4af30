import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { errorSlices, type ErrorRow } from "./errors.ts";

const ROOMS = ["gateway", "ledger", "subgraphs", "schema", "demo", "console", "deploy", "bench", "docs", "."];
/** Settings of the environment, which are no codes. */
const SETTINGS = [
  "HUB_ASSESSMENT_DAYS",
  "HUB_SHARING_KEY",
  "HUB_DATA",
  "HUB_TOKEN_KEY",
  "HUB_COUNTERS_URL",
  "HUB_GRANTS_DATABASE",
  "HUB_PSEUDONYM_KEY",
  "HUB_SEAL_KEYS",
  "HUB_DEPARTMENT_KEYS",
  "HUB_PUBLIC_KEY",
  "HUB_CRYPTO",
  "HUB_SUPERGRAPH",
];

const rows = Object.entries(errorSlices).flatMap(([room, slice]) =>
  Object.entries<ErrorRow>(slice).map(([code, row]): [string, string, ErrorRow] => [room, code, row]),
);
const registered = new Set(rows.map(([, code]) => code));

const isSource = (path: string): boolean =>
  /\.(ts|tsx|md|yaml|graphql)$/.test(path) &&
  !/(^|\/)(node_modules|dist|generated|tests)\//.test(path) &&
  !/\.test\.ts$|^schema\/(errors|supergraph)|^docs\/errors/.test(path);

/** Codes in every source but the registry, by the files that name them. */
const namedCodes = (): Map<string, string[]> => {
  const named = new Map<string, string[]>();
  for (const room of ROOMS) {
    for (const entry of readdirSync(room, { recursive: room !== ".", encoding: "utf8" })) {
      const path = join(room, entry);
      if (!isSource(path)) continue;
      for (const [code] of readFileSync(path, "utf8").matchAll(/\bHUB_[A-Z_]*[A-Z]\b/g)) {
        named.set(code, [...(named.get(code) ?? []), path]);
      }
    }
  }
  return named;
};

test.each(rows)("%s %s is told in both languages", (_, code, [status, en, zh]) => {
  const holesOf = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  expect(code).toMatch(/^HUB_[A-Z_]+$/);
  expect(holesOf(en)).toEqual(expect.arrayContaining(holesOf(zh)));
  expect(zh).toMatch(/\p{Script=Han}|\{reason\}/u);
  expect(status === null || (status >= 400 && status < 600)).toBe(true);
});

test("a document that gives a code's status gives the registry's", () => {
  const documents = ["README.md", "README.zh-CN.md", "gateway/README.md"].map((path) => readFileSync(path, "utf8"));
  const given = documents.flatMap((text) => [...text.matchAll(/\b(HUB_[A-Z_]*[A-Z])`?,? (\d{3})\b/g)]);
  const statuses = new Map(rows.toReversed().map(([, code, [status]]) => [code, status]));
  expect(given.length).toBeGreaterThan(0);
  for (const [, code = "", status] of given) expect([code, status]).toEqual([code, String(statuses.get(code))]);
});

test("every code that a source names is registered, and every registered one is named", () => {
  const named = namedCodes();
  const strays = [...named].filter(([code]) => !registered.has(code) && !SETTINGS.includes(code));
  expect(Object.fromEntries(strays)).toEqual({});
  expect([...registered, ...SETTINGS].filter((code) => !named.has(code))).toEqual([]);
});
