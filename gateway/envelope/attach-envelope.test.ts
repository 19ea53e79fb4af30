import { expect, it } from "@jest/globals";
import { classified, govern } from "../decide/fixtures/govern.ts";

const SECOND = 1_000;
const NOON = Date.parse("2026-06-01T12:00:00Z");

const register = {
  police: {
    typeDefs: classified("type Query { people: [Person!] @open } type Person { name: String @asked }"),
    resolvers: { Query: { people: () => [{ name: "王小明" }] } },
  },
};

it("T3: an envelope ends with its grant, and a kept one is not sent on after it", async () => {
  let now = NOON;
  const end = NOON + 20 * SECOND;
  const grants = [
    { items: { "Person.name": "CLEAR" }, validTo: new Date(end).toISOString() },
    { app: "other", items: { "Person.name": "CLEAR" } },
  ] as const;
  await using graph = await govern(register, grants, { clock: () => now });
  const ask = (app: string) => graph.ask({ query: "{ people { name } }", app });
  const ends = () =>
    graph.envelopes.map(({ result }) => (result.kind === "valid" ? result.envelope.expiresAt * SECOND - NOON : result));
  await ask("app");
  await ask("other");
  expect(ends()).toEqual([20 * SECOND, 60 * SECOND]);
  now = end - SECOND;
  await ask("app");
  expect(ends()).toEqual([20 * SECOND, 60 * SECOND, 20 * SECOND]);
  now = end;
  expect(await ask("app")).toMatchObject({ data: { people: null }, errors: [{ extensions: { reason: "EXPIRED" } }] });
  expect(await ask("other")).toMatchObject({ data: { people: [{ name: "王小明" }] } });
  expect(graph.envelopes).toHaveLength(4);
});
