import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";
import type { SentOperation } from "../front/asked-operation.ts";
import { outcomeOf } from "./outcome.ts";

const exchangeOf = (sent: SentOperation, refusedBy?: string) => ({ sent, operation: undefined, refusedBy });
const asked = exchangeOf({ query: "query Q { a }", operationName: "Q" }, "bound");
const DATA = Buffer.from("{}");
const down = hubError("HUB_SUBGRAPH_UNAVAILABLE", { subgraph: "housing" });

test.each([
  ["ok", { data: DATA, errors: [] }, []],
  ["partial", { data: DATA, errors: [down, down] }, ["HUB_SUBGRAPH_UNAVAILABLE"]],
  ["refused", { errors: [hubError("HUB_BATCH_TOO_LARGE", { actual: 2, limit: 1 })] }, ["HUB_BATCH_TOO_LARGE"]],
  ["refused", { errors: [new GraphQLError("no code")] }, ["UNKNOWN"]],
  ["failed", { errors: [hubError("HUB_INTERNAL", {})] }, ["HUB_INTERNAL"]],
  ["failed", { errors: [new GraphQLError("no code"), hubError("HUB_INTERNAL", {})] }, ["UNKNOWN", "HUB_INTERNAL"]],
  ["refused", { data: null, errors: [new GraphQLError("no code")] }, ["UNKNOWN"]],
] as const)("%s", (result, answer, codes) => {
  expect(outcomeOf(asked, answer)).toEqual({
    operationName: "Q",
    operationHash: undefined,
    codes,
    result,
    step: "bound",
  });
});

test("what is no name is not recorded as one", () => {
  expect(
    outcomeOf(exchangeOf({ query: "{ me }", operationName: "王小明 411025" }), { data: DATA, errors: [] })
      .operationName,
  ).toBeUndefined();
});

test("what is not text leaves no trace", () => {
  const odd = exchangeOf({ query: 1, operationName: {} });
  expect(outcomeOf(odd, { data: DATA, errors: [] })).toMatchObject({
    operationName: undefined,
    operationHash: undefined,
  });
});
