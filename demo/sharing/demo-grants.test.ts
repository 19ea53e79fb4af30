import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse, validate } from "graphql";
import { parse as parseYaml } from "yaml";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { refuseProblems } from "../../schema/catalog/check-catalogue.ts";
import { readDemoIdentities } from "../identities/demo-identities.ts";
import { consumerSchemaOf } from "../../gateway/supergraph/consumer-schema.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import type { GrantRecord } from "../../gateway/grant/grant.ts";
import { parseGrants } from "../../gateway/grant/store/parse-grants.ts";
import { explainOperation, type Explanation } from "../../gateway/decide/explain/explanation.ts";

const read = (path: string): string => readFileSync(new URL(`../../schema/${path}`, import.meta.url), "utf8");
const sdl = read("supergraph.graphql");
const catalogue = buildCatalogue(sdl);
const schema = consumerSchemaOf(sdl);
const grants = parseGrants(parseYaml(readFileSync(new URL("./grants.yaml", import.meta.url), "utf8")), catalogue);
const apps = readDemoIdentities().flatMap((app) =>
  app.operation === undefined ? [] : [{ ...app, operation: app.operation }],
);
const NOW = Date.parse("2026-11-01T00:00:00Z");

const explainFor = (
  { id, department, purpose, operation }: (typeof apps)[number],
  records: readonly GrantRecord[],
): Explanation => {
  const document = parse(read(`operations/${operation}.graphql`));
  expect(validate(schema, document)).toEqual([]);
  const variables = JSON.parse(read(`operations/${operation}.variables.json`)) as Record<string, unknown>;
  const book = createGrantBook(records);
  const asking = { caller: { app: id, department, officer: "officer", division: null }, purpose, caseNumber: "C-1" };
  return explainOperation({
    schema,
    catalogue,
    book,
    asking,
    document,
    operationName: null,
    variables,
    now: NOW,
  }) as Explanation;
};

test("the city's catalogue may be used", () => {
  // Unclassified fields and arguments that give a sensitive field away are warnings elsewhere; here there are none.
  expect(catalogue.problems.map(({ message }) => message)).toEqual([]);
  expect(() => {
    refuseProblems(catalogue.problems);
  }).not.toThrow();
});

test("the operations state the purposes that their demo apps hold", () => {
  for (const app of apps) {
    expect(read(`operations/${app.operation}.graphql`)).toContain(`# app: ${app.id}\n# purpose: ${app.purpose}\n`);
    expect(explainFor(app, grants).grants.length).toBeGreaterThan(0);
  }
});

test.each(apps.map((app) => [app.id, app] as const))(
  "%s: what is clear, masked and denied, and what each grant gives",
  (_id, app) => {
    const whole = explainFor(app, grants);
    const pick = (outcome: string): readonly string[] =>
      whole.coordinates.filter((found) => found.outcome === outcome).map(({ coordinate }) => coordinate);
    const denied = whole.coordinates.flatMap(({ coordinate, denials }) =>
      denials.map(({ reason }) => `${coordinate} ${reason}`),
    );
    expect(pick("CLEAR").length).toBeGreaterThan(pick("MASKED").length);
    const concerned = grants.filter(
      ({ purpose, consumer }) => purpose.code === app.purpose && (consumer.kind !== "app" || consumer.app === app.id),
    );
    const without = concerned.map((gone) => {
      const rest = explainFor(
        app,
        grants.filter((record) => record !== gone),
      );
      const after = new Map(rest.coordinates.map((found) => [found.coordinate, found]));
      const changed = whole.coordinates.flatMap(({ coordinate, outcome }) => {
        const found = after.get(coordinate);
        if (found?.outcome === outcome) return [];
        return [`${coordinate} ${found ? found.denials.map(({ reason }) => reason).join() : "not reached"}`];
      });
      return [gone.id, changed.filter((line) => !line.endsWith("not reached"))] as const;
    });
    for (const [id, changed] of without) expect({ id, changes: changed.length > 0 }).toEqual({ id, changes: true });
    expect({ masked: pick("MASKED"), denied, without: Object.fromEntries(without) }).toMatchSnapshot();
  },
);

test("no caller of a deriving department can read the inputs by the department's own grant", () => {
  for (const { id, consumer, use, items, purpose } of grants) {
    if (consumer.kind !== "department") continue;
    expect({ id, use }).toEqual({ id, use: "DERIVATION" });
    const book = createGrantBook(grants);
    const caller = { app: "any", department: consumer.department };
    expect(book.grantsFor(caller).filter((record) => record.purpose.code === purpose.code && items.size > 0)).toEqual(
      [],
    );
  }
});
