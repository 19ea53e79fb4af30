import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { subjectPaths } from "../../gateway/decide/row-rules.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";

const catalogue = buildCatalogue(readFileSync("schema/supergraph.graphql", "utf8"));
const departments: readonly string[] = DEPARTMENTS.map(({ name }) => name);

/** Types of the five departments that hold anything of L3 or L4 which may be shared. */
const sensitive = [
  ...new Set(
    [...catalogue.items.values()]
      .filter(({ carriers, share, level, leaf }) => {
        const asked = share === "CONDITIONAL" && leaf && (level === "L3" || level === "L4");
        return asked && carriers.some((owner) => departments.includes(owner));
      })
      .map(({ typeName }) => typeName),
  ),
].sort();

/** Rows about no person and no firm: a site's contact and a clue's reporter are no subjects of the record. */
const ABOUT_A_PLACE = ["ConstructionProject"];

test("S8: every type with something sensitive leads to its subject, is one, or is part of what does", () => {
  const paths = subjectPaths(catalogue);
  const lost = sensitive.filter(
    (typeName) =>
      !catalogue.subjects.has(typeName) &&
      !catalogue.rows.parts.has(typeName) &&
      (paths.get(typeName) ?? []).length === 0,
  );
  expect(sensitive.length).toBeGreaterThan(30);
  expect(lost).toEqual(ABOUT_A_PLACE);
});

test("S21: every type that is shared conditionally names its division, or is part of what does", () => {
  const { divisions, parts } = catalogue.rows;
  const undivided = [...catalogue.items.values()]
    .filter(({ share }) => share === "CONDITIONAL")
    .map(({ typeName }) => typeName)
    .filter(
      (typeName) => !divisions.has(typeName) && !parts.has(typeName) && !["Query", "Mutation"].includes(typeName),
    );
  expect([...new Set(undivided)]).toEqual([]);
});

test("S4: every type that names a grid is divided by its grids", () => {
  const named = [...catalogue.items.values()].filter(({ fieldName }) => fieldName === "gridCode");
  expect(named.map(({ typeName }) => typeName).sort()).toEqual([
    "ConstructionProject",
    "Enterprise",
    "Household",
    "Person",
  ]);
  expect(named.map(({ typeName }) => catalogue.rows.divisions.get(typeName))).toEqual(named.map(() => "gridCode"));
});
