import { describe, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import type { Envelope } from "../../../schema/envelope/envelope.ts";
import { emptyEnvelope } from "../../../schema/envelope/fixtures/empty-envelope.ts";
import { createBuilder } from "../builder/create-builder.ts";
import { subgraphSchema } from "../builder/federation.ts";
import { open, subject } from "../item.ts";
import { guarded } from "./guard.ts";
import { COLUMN } from "./own-firm.ts";

interface Firm {
  readonly creditCode: string;
}
interface Report {
  readonly id: string;
  readonly firmCode: string;
}

const FIRMS: readonly Firm[] = [{ creditCode: "A" }, { creditCode: "B" }];
const REPORTS: readonly Report[] = FIRMS.map(({ creditCode }) => ({ id: `r${creditCode}`, firmCode: creditCode }));

/** Firms, their reports, a person, and rules about nobody, read from memory: nothing but the guard stands before the answer. */
const schemaWith = (extensions: Readonly<Record<string, string>>) => {
  const builder = createBuilder<unknown, object>();
  const Enterprise = builder.objectRef<Firm>("Enterprise").implement({
    fields: (t) => ({ creditCode: t.exposeID("creditCode", open()) }),
  });
  const Person = builder.objectRef<{ id: string }>("Person").implement({
    fields: (t) => ({ id: t.exposeID("id", open()) }),
  });
  const Report = builder.objectRef<Report>("Report").implement({
    fields: (t) => ({
      id: t.exposeID("id", open()),
      enterprise: t.field({
        type: Enterprise,
        ...subject(open()),
        extensions,
        resolve: ({ firmCode }) => ({ creditCode: firmCode }),
      }),
    }),
  });
  builder.queryFields((t) => ({
    firms: t.field({ type: [Enterprise], ...open(), resolve: () => [...FIRMS] }),
    other: t.field({ type: Enterprise, ...open(), resolve: () => FIRMS[1] ?? null }),
    reports: t.field({ type: [Report], ...open(), resolve: () => [...REPORTS] }),
    people: t.field({ type: [Person], ...open(), resolve: () => [{ id: "p" }] }),
    rules: t.stringList({ ...open(), resolve: () => ["rule"] }),
  }));
  return subgraphSchema(builder);
};
const schema = guarded(schemaWith({ [COLUMN]: "firmCode" }));

const COORDINATES = ["firms", "other", "reports", "people", "rules"].map((name) => `Query.${name}`);

const envelopeOf = (enterprise: string | null): Envelope => ({
  ...emptyEnvelope,
  enterprise,
  lines: [
    {
      consumer: { kind: "caller" },
      grants: ["g"],
      scope: [""],
      coordinates: new Map(
        [...COORDINATES, "Enterprise.creditCode", "Report.id", "Report.enterprise", "Person.id"].map(
          (coordinate) => [coordinate, "CLEAR"] as const,
        ),
      ),
    },
  ],
});

const ask = async (source: string, enterprise: string | null) => {
  const { data, errors } = await graphql({
    schema,
    source,
    contextValue: { database: {}, envelope: envelopeOf(enterprise) },
  });
  return [data, (errors ?? []).map(({ extensions }) => extensions["code"])];
};

describe("S26: a department gives a firm that asks for itself its own rows alone", () => {
  test.each<[string, unknown, readonly string[]]>([
    ["{ firms { creditCode } }", { firms: [{ creditCode: "A" }] }, []],
    ["{ other { creditCode } }", { other: null }, ["HUB_FIELD_DENIED"]],
    ["{ reports { id enterprise { creditCode } } }", { reports: [{ id: "rA", enterprise: { creditCode: "A" } }] }, []],
    ["{ people { id } }", { people: [] }, []],
    ["{ rules }", { rules: ["rule"] }, []],
  ])("%s", async (query, data, codes) => {
    expect(await ask(query, "A")).toEqual([data, codes]);
  });

  test("and everything to whoever is no firm", async () => {
    expect(await ask("{ firms { creditCode } other { creditCode } reports { id } people { id } }", null)).toEqual([
      { firms: FIRMS, other: FIRMS[1], reports: [{ id: "rA" }, { id: "rB" }], people: [{ id: "p" }] },
      [],
    ]);
  });

  test("a type that is about a firm and does not say in which column keeps the department from starting", () => {
    expect(() => guarded(schemaWith({}))).toThrow("Report.enterprise: expected a relation of one column to a firm");
  });
});
