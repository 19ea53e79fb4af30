import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { maskError } from "./mask-error.ts";

test("an error meant for the caller passes", () => {
  const error = new GraphQLError("Not shared.", { originalError: new GraphQLError("Not shared.") });
  expect(maskError(error)).toBe(error);
});

test.each([
  new Error("connect ECONNREFUSED 10.0.0.5:5432"),
  new GraphQLError("x", { originalError: new TypeError("secret is undefined") }),
  new GraphQLError("x", { originalError: new GraphQLError("y", { originalError: new Error("secret") }) }),
  "a string",
  undefined,
])("%p says no more than that the hub failed", (error) => {
  const masked = maskError(error);
  expect(masked).toMatchObject({ extensions: { code: "HUB_INTERNAL" } });
  expect(JSON.stringify(masked)).not.toMatch(/secret|10\.0|string|undefined/);
});

test("the path stays", () => {
  const error = new GraphQLError("x", { path: ["a", 1], originalError: new Error("y") });
  expect(maskError(error)).toMatchObject({ path: ["a", 1] });
});
