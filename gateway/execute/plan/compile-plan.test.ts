import type { PlanNode } from "@graphql-hive/router-query-planner";
import { expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import type { Post, SubgraphAnswer } from "../fetch/post.ts";
import type { JsonObject } from "../json.ts";
import { defaultLimits } from "../limits.ts";
import type { Run } from "../run.ts";
import { compilePlan } from "./compile-plan.ts";

const schema = buildSchema("type Query { a: Item b: Item items: [Item] } type Item { id: ID name: String }");

const runOf = (post: Post, variables: Readonly<Record<string, unknown>> = {}): Run => ({
  data: {},
  variables,
  firm: null,
  errors: [],
  post,
  signal: new AbortController().signal,
  onAbort: new Set(),
  limits: defaultLimits,
  rows: 0,
  droppedErrors: 0,
  sharedPlaces: new Set(),
});

const fetchOf = (serviceName: string, operation: string): PlanNode => ({ kind: "Fetch", serviceName, operation });

const entityFetch = (serviceName: string, field: string): PlanNode => ({
  kind: "Fetch",
  serviceName,
  operation: `query($representations:[_Any!]!){_entities(representations: $representations){...on Item{${field}}}}`,
  requires: [
    {
      kind: "InlineFragment",
      typeCondition: "Item",
      selections: [
        { kind: "Field", name: "__typename" },
        { kind: "Field", name: "id" },
      ],
    },
  ],
});

/** Runs a plan node against answers by subgraph; tells what was sent. */
const run = async (node: PlanNode, answers: Readonly<Record<string, SubgraphAnswer>>, variables = {}) => {
  const sent: string[] = [];
  const post: Post = async ({ subgraph, body }) => {
    sent.push(`${subgraph} ${body}`);
    await Promise.resolve();
    return answers[subgraph] ?? { data: {} };
  };
  const state = runOf(post, variables);
  await compilePlan({ kind: "QueryPlan", node }, schema).run(state);
  return { data: state.data, sent };
};

const item = (id: string): JsonObject => ({ __typename: "Item", id });

test("Sequence waits, Parallel does not", async () => {
  const order: string[] = [];
  const post: Post = async ({ subgraph }) => {
    order.push(`${subgraph} sent`);
    await new Promise((resolve) => setTimeout(resolve, subgraph === "slow" ? 15 : 1));
    order.push(`${subgraph} answered`);
    return { data: {} };
  };
  const nodes = [fetchOf("slow", "{a{id}}"), fetchOf("fast", "{b{id}}")];
  await compilePlan({ kind: "QueryPlan", node: { kind: "Sequence", nodes } }, schema).run(runOf(post));
  expect(order.splice(0)).toEqual(["slow sent", "slow answered", "fast sent", "fast answered"]);
  await compilePlan({ kind: "QueryPlan", node: { kind: "Parallel", nodes } }, schema).run(runOf(post));
  expect(order).toEqual(["slow sent", "fast sent", "fast answered", "slow answered"]);
});

test("Condition: the clause of the variable's value, a missing clause is nothing to do", async () => {
  const node: PlanNode = {
    kind: "Condition",
    condition: "yes",
    ifClause: fetchOf("one", "{a{id}}"),
    elseClause: fetchOf("two", "{b{id}}"),
  };
  expect((await run(node, {}, { yes: true })).sent).toEqual(['one {"query":"{a{id}}"}']);
  expect((await run(node, {}, { yes: false })).sent).toEqual(['two {"query":"{b{id}}"}']);
  expect(
    (await run({ kind: "Condition", condition: "yes", elseClause: fetchOf("two", "{b{id}}") }, {}, { yes: true })).sent,
  ).toEqual([]);
});

test("Flatten through a condition and a nested path; type conditions in the path; equal entities once", async () => {
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchOf("items", "{items{__typename id}}"),
      {
        kind: "Flatten",
        path: [{ Field: "items" }],
        node: {
          kind: "Condition",
          condition: "yes",
          ifClause: { kind: "Flatten", path: ["@", { TypeCondition: ["Item"] }], node: entityFetch("names", "name") },
        },
      },
    ],
  };
  const answers = {
    items: { data: { items: [item("1"), item("2"), null, item("1"), { __typename: "Other", id: "3" }] } },
    names: { data: { _entities: [{ name: "one" }, { name: "two" }] } },
  };
  const { data, sent } = await run(node, answers, { yes: true });
  expect(sent[1]).toContain('{"representations":[{"__typename":"Item","id":"1"},{"__typename":"Item","id":"2"}]}');
  expect(data).toEqual({
    items: [
      { ...item("1"), name: "one" },
      { ...item("2"), name: "two" },
      null,
      { ...item("1"), name: "one" },
      { __typename: "Other", id: "3" },
    ],
  });
});

test("BatchFetch: several lists in one request, several paths in one list, rewrites per list", async () => {
  const requires = [
    { kind: "InlineFragment" as const, typeCondition: "Item", selections: [{ kind: "Field" as const, name: "id" }] },
  ];
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchOf("roots", "{a{__typename id} b{__typename id} items{__typename id}}"),
      {
        kind: "BatchFetch",
        serviceName: "batch",
        operation:
          "query($r0:[_Any!]!,$r1:[_Any!]!){_e0:_entities(representations:$r0){...on Item{name}} _e1:_entities(representations:$r1){...on Item{other_0:name}}}",
        entityBatch: {
          aliases: [
            { alias: "_e0", representationsVariableName: "r0", paths: [[{ Field: "a" }], [{ Field: "b" }]], requires },
            {
              alias: "_e1",
              representationsVariableName: "r1",
              paths: [[{ Field: "items" }, "@"]],
              requires,
              outputRewrites: [
                { KeyRenamer: { path: [{ TypenameEquals: ["Item"] }, { Key: "other_0" }], renameKeyTo: "other" } },
              ],
            },
          ],
        },
      },
    ],
  };
  const answers = {
    roots: { data: { a: item("1"), b: item("1"), items: [item("2")] } },
    batch: { data: { _e0: [{ name: "one" }], _e1: [{ other_0: "two" }] } },
  };
  const { data, sent } = await run(node, answers);
  expect(sent[1]).toContain(
    '"variables":{"r0":[{"__typename":"Item","id":"1"}],"r1":[{"__typename":"Item","id":"2"}]}',
  );
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    a: { ...item("1"), name: "one" },
    b: { ...item("1"), name: "one" },
    items: [{ ...item("2"), other: "two" }],
  });
});

test("only the variables that a fetch uses are sent, and undefined ones are left out", async () => {
  const node: PlanNode = {
    kind: "Fetch",
    serviceName: "one",
    operation: "query($x:Int,$y:Int){a{id}}",
    variableUsages: ["x", "y"],
  };
  expect((await run(node, {}, { x: 1, z: 2 })).sent).toEqual([
    'one {"query":"query($x:Int,$y:Int){a{id}}","variables":{"x":1}}',
  ]);
});

test("two answers for one value are merged: objects by key, lists item by item, null never wins", async () => {
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [fetchOf("one", "{a{id} items{id}}"), fetchOf("two", "{a{name} items{name} b{id}}")],
  };
  const { data } = await run(node, {
    one: { data: { a: { id: "1" }, items: [{ id: "1" }, { id: "2" }], b: { id: "not asked" } } },
    two: { data: { a: { name: "x", id: null }, items: [{ name: "i" }, null], b: null } },
  });
  expect(data).toEqual({ a: { id: "1", name: "x" }, items: [{ id: "1", name: "i" }, { id: "2" }], b: null });
});

test("what streams is not compiled", () => {
  const primary = fetchOf("one", "subscription{a{id}}") as Extract<PlanNode, { kind: "Fetch" }>;
  expect(() => compilePlan({ kind: "QueryPlan", node: { kind: "Subscription", primary } }, schema)).toThrow(
    "Subscription",
  );
});
