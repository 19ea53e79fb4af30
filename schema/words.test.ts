import { expect, test } from "@jest/globals";
import { listed, localTime, say } from "./words.ts";

const QUOTA = { en: "the quota of [{owner}'s own ]grant {grant}", zh: "[{owner}的]授权 {grant}" };

test("a phrase is told in each language, a name as it is", () => {
  const words = say({ en: "{name}: {reason}", zh: "{name}：{reason}" }, { name: "a", reason: listed(["x", "y"]) });
  expect(words).toEqual({ en: "a: x, y", zh: "a：x、y" });
});

test("a part in square brackets is left out when its hole is null", () => {
  expect(say(QUOTA, { owner: null, grant: "g" })).toEqual({ en: "the quota of grant g", zh: "授权 g" });
  expect(say(QUOTA, { owner: "h", grant: "g" })).toEqual({ en: "the quota of h's own grant g", zh: "h的授权 g" });
});

test("a filling's own braces and brackets are text", () => {
  expect(say({ en: "{reason}", zh: "{reason}" }, { reason: "got {limit} [x]" }).en).toBe("got {limit} [x]");
});

test("an instant is told in the city's time", () => {
  expect(localTime(Date.UTC(2026, 2, 2, 16))).toBe("2026-03-03T00:00:00+08:00");
});
