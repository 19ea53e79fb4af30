import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { withJoinedInputs } from "./joined-inputs.ts";

/** A department works out `verdict` from what the owner of a project knows, and from what a source brings along. */
const DEPARTMENT = `
  type Project @key(fields: "code") @extends {
    code: ID! @external
    status: String @external
    returns: [Return!] @external
    verdict(asOf: String!): String @requires(fields: "status returns { person { id } month }")
    sum: Int @requires(fields: "returns { month }")
  }
  type Return @extends { person: Person @external month: String @external }
  type Person @key(fields: "id") @extends { id: ID! @external }`;
const OWNER = `
  type Project @key(fields: "code") { code: ID! status: String }
  type Person @key(fields: "id") { id: ID! }`;
const SOURCE = `
  type Project @key(fields: "code") { code: ID! returns: [Return!] }
  type Return @key(fields: "number") { number: ID! person: Person month: String }
  type Person @key(fields: "id", resolvable: false) { id: ID! }`;

const joined = (...sdls: readonly string[]): string =>
  withJoinedInputs(new Map(sdls.map((sdl, at) => [String(at), sdl]))).get("0") ?? "";

test("where the source is joined, the department asks for all that it works with", () => {
  expect(joined(DEPARTMENT, OWNER, SOURCE)).toBe(DEPARTMENT);
});

test("where nobody brings it, its input and its type are left out, and what is worked out stays", () => {
  const sdl = joined(DEPARTMENT, OWNER);
  expect(sdl).toContain('verdict(asOf: String!): String @requires(fields: "status")');
  expect(sdl).toContain("sum: Int\n");
  expect(sdl).not.toMatch(/returns|Return/);
  expect(sdl).toContain("status: String @external");
});

test("a source that has lost one field takes that one along alone", () => {
  expect(joined(DEPARTMENT, OWNER, SOURCE.replace(" month: String", ""))).toContain(
    '@requires(fields: "status returns { person { id } }")',
  );
});

test("a city without old systems has wage warnings, and is told of no bank", () => {
  const alone = readFileSync("schema/supergraph.departments.graphql", "utf8");
  expect(alone).toContain("wageWarning");
  expect(alone).not.toContain("payrollReturns");
  expect(readFileSync("schema/supergraph.graphql", "utf8")).toMatch(/payrollReturns\{person\{id\}month/);
});
