import { expect, test } from "@jest/globals";
import { raising } from "./errors.ts";

test("an error tells both languages, its code and its details; a refusal that could be a guess says so, and no other", () => {
  const raise = raising({
    HUB_PAPER_UNKNOWN: [403, "There is no paper {number}", "没有文书 {number}", "guess"],
    HUB_PAPER_OLD: [400, "The paper {number} is old", "文书 {number} 已过期"],
  } as const);
  expect(raise("HUB_PAPER_UNKNOWN", { number: "7" }).toJSON()).toEqual({
    message: "There is no paper 7",
    extensions: { code: "HUB_PAPER_UNKNOWN", zh: "没有文书 7", guess: true },
  });
  expect(raise("HUB_PAPER_OLD", { number: "7" }, { field: "Paper.id" }).toJSON()).toEqual({
    message: "The paper 7 is old",
    extensions: { code: "HUB_PAPER_OLD", zh: "文书 7 已过期", field: "Paper.id" },
  });
});
