import { existsSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { isPermissive, refusedLicences } from "./check-licences.ts";
import { readLock } from "./lock-file.ts";

const { packages } = readLock();

test("O12: every package of production has a permissive licence, or one that was decided", () => {
  expect(refusedLicences(packages)).toEqual([]);
  expect(existsSync("docs/decisions/0021-elastic-code-in-departments.md")).toBe(true);
});

test("O12: a licence that gives duties, one that is missing and an idle exception are named; development is free", () => {
  const strange = {
    ...packages,
    "node_modules/@apollo/federation-internals": { license: "MIT" },
    "node_modules/a/node_modules/copyleft": { license: "AGPL-3.0-only" },
    "node_modules/silent": {},
    "node_modules/tool": { license: "GPL-3.0-only", dev: true },
  };
  expect(refusedLicences(strange)).toEqual([
    "copyleft: AGPL-3.0-only",
    "silent: none stated",
    "@apollo/federation-internals: an exception that nothing needs",
  ]);
});

test.each([
  ["(MIT AND BSD-3-Clause)", true],
  ["MIT OR GPL-3.0-only", true],
  ["MIT AND GPL-3.0-only", false],
  ["(MIT OR Apache-2.0) AND ISC", true],
  ["GPL-3.0-only AND MIT OR ISC", true],
  ["SEE LICENSE IN LICENSE.md", false],
  ["(MIT", false],
  ["MIT ISC", false],
  ["", false],
])("the licence %s: %s", (expression, allowed) => {
  expect(isPermissive(expression)).toBe(allowed);
});
