import { expect, test } from "@jest/globals";
import { hasherFor } from "./hasher.ts";
import { listRoot } from "./list-root.ts";

test("a list's commitment depends on every entry and their order", () => {
  const sha256 = hasherFor("sha256");
  const root = listRoot(sha256, ["Person:a", "Person:b", "Person:c"]);
  expect(listRoot(sha256, ["Person:b", "Person:a", "Person:c"])).not.toEqual(root);
  expect(listRoot(sha256, ["Person:a", "Person:b"])).not.toEqual(root);
});
