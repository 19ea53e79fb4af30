import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { hubError, hubErrors } from "./errors.ts";

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

test("a parameter's own braces are not templates", () => {
  expect(hubError("HUB_INVALID_VARIABLE", { reason: "got {limit}" }).message).toBe("got {limit}");
});

test.each(Object.entries(hubErrors))("%s says the same in both languages", (code, { en, zh, status }) => {
  const parametersOf = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  expect(code).toMatch(/^HUB_[A-Z_]+$/);
  expect(parametersOf(zh)).toEqual(parametersOf(en));
  expect(zh).toMatch(/\p{Script=Han}/u);
  expect(status === null || (status >= 400 && status < 600)).toBe(true);
});
