import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { hubError } from "./errors.ts";

test("a message is filled in both languages and carries its code and status", () => {
  const error = hubError("HUB_PAGE_SIZE", { argument: "first", coordinate: "Query.people", limit: 10, actual: -1 });
  expect(error).toBeInstanceOf(GraphQLError);
  expect(error.toJSON()).toEqual({
    message: 'Argument "first" of Query.people must be between 0 and 10, got -1.',
    extensions: {
      code: "HUB_PAGE_SIZE",
      zh: "Query.people 的参数“first”应在 0 至 10 之间，实际为 -1。",
      http: { status: 400 },
    },
  });
});

test("an error inside an answer sets no status for the whole answer", () => {
  const error = hubError("HUB_SUBGRAPH_UNAVAILABLE", { subgraph: "housing" }, { path: ["a", 0] });
  expect(error.extensions["http"]).toBeUndefined();
  expect(error.path).toEqual(["a", 0]);
});

test("a reason is told in each language", () => {
  const error = hubError("HUB_BODY_INVALID", { reason: { en: "the batch is empty", zh: "批量请求为空" } });
  expect(error.message).toBe("The request is not a GraphQL-over-HTTP request: the batch is empty.");
  expect(error.extensions["zh"]).toBe("请求不符合 GraphQL over HTTP 规范：批量请求为空。");
});
