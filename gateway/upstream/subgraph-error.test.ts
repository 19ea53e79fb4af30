import { expect, test } from "@jest/globals";
import { subgraphError } from "./subgraph-error.ts";

test("what a subgraph chose to say passes, without its internals", () => {
  const extensions = {
    code: "CLOSED",
    until: "noon",
    stacktrace: ["at /srv"],
    exception: {},
    http: { status: 500 },
    url: "http://10.0.0.1",
  };
  const error = subgraphError("housing", { message: "Closed.", path: ["a", 0, "b"], extensions });
  expect(error.toJSON()).toEqual({
    message: "Closed.",
    path: ["a", 0, "b"],
    extensions: { code: "CLOSED", until: "noon", subgraph: "housing" },
  });
});

test.each([
  { message: "connect ECONNREFUSED 10.0.0.5", extensions: { code: "INTERNAL_SERVER_ERROR" } },
  { message: "Unexpected token in /srv/app.js" },
  { message: 5, extensions: { code: "X" } },
  { message: "m", extensions: "none", path: "a" },
  { message: "m", extensions: { code: 7 }, path: [{}] },
])("%j says no more than that the subgraph failed", (given) => {
  expect(subgraphError("housing", given).toJSON()).toEqual({
    message: 'Subgraph "housing" failed to resolve this field.',
    extensions: { code: "HUB_SUBGRAPH_FAILED", zh: "子图“housing”处理该字段时出错。", subgraph: "housing" },
  });
});

test("a subgraph cannot speak for another", () => {
  const error = subgraphError("housing", { message: "m", extensions: { code: "C", subgraph: "enterprise" } });
  expect(error.extensions["subgraph"]).toBe("housing");
});
