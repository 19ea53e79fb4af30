import { expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import { operationIdOf, type PinnedOperation } from "../../schema/registered-operation.ts";
import { defaultLimits } from "../config.ts";
import { createReadOperation } from "../operation/read-operation.ts";
import type { Asker } from "./asker.ts";
import { registeredTools } from "./registered-tools.ts";

const schema = buildSchema(`type Query { found(first: Int!): Int secret: Int } type Mutation { change: Int }`);
const readOperation = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e6 });

const pinned = (name: string, text: string): PinnedOperation => ({
  id: operationIdOf(text),
  name,
  text,
  coordinates: [],
  cost: 1,
  plan: [],
});

test("20.7: each registered operation that is given and changes nothing is a tool that asks by its id", async () => {
  const found = pinned("Found", "# 找到的\nquery Found($first: Int!) { found(first: $first) }");
  const [one, other] = [
    pinned("Twice", "query Twice { found(first: 1) }"),
    pinned("Twice", "query Twice { found(first: 2) }"),
  ];
  const denied = pinned("Secret", "query Secret { secret }");
  const changing = pinned("Change", "mutation Change { change }");
  const operations = new Map([found, one, other, denied, changing].map((operation) => [operation.id, operation]));
  const asked: unknown[] = [];
  const asker = {
    app: "app",
    grant: {},
    hub: {
      schema,
      readOperation,
      governance: {
        operationsOf: (app: string) => (app === "app" ? operations : new Map()),
        policy: {
          decide: ({ rootFields }: { readonly rootFields: ReadonlySet<string> }) => ({
            granted: new Map(
              [...rootFields].filter((field) => field !== "secret").map((field) => [`Query.${field}`, {}]),
            ),
          }),
        },
      },
    },
    ask: (question: unknown) => Promise.resolve(asked.push(question)),
  } as unknown as Asker;
  const tools = registeredTools(asker);
  const told = [one, other].map(({ id }) => `Twice_${id.slice(7, 15)}`);
  expect(tools.map(({ name }) => name)).toEqual(["Found", ...told]);
  expect(tools[0]).toMatchObject({
    description: expect.stringMatching(/找到的$/),
    inputSchema: { properties: { first: { type: "integer" } }, required: ["first"] },
  });
  await tools[0]?.call({ first: 3 });
  expect(asked).toEqual([{ documentId: found.id, variables: { first: 3 } }]);
});
