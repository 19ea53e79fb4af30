import { describe, expect, test } from "@jest/globals";
import { subgraph as audit } from "../audit/main.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymKey } from "./pseudonym.ts";

const OWN = "a key that nobody else has";

describe("S16, O4: people are pseudonyms under the city's own key", () => {
  test.each([
    ["no key", {}, /got nothing/],
    ["an empty key", { HUB_PSEUDONYM_KEY: "" }, /got nothing/],
    ["a short key", { HUB_PSEUDONYM_KEY: "123456789012345" }, /got 15 bytes/],
    [
      "the published key in production",
      { HUB_PSEUDONYM_KEY: DEMO_PSEUDONYM_KEY, NODE_ENV: "production" },
      /got the demo's/,
    ],
  ])("%s is refused", (_, environment, message) => {
    expect(() => pseudonymKey(environment)).toThrow(message);
  });

  test.each([
    ["the city's key", { HUB_PSEUDONYM_KEY: OWN, NODE_ENV: "production" }, OWN],
    ["the published key, stated as npm start does", { HUB_PSEUDONYM_KEY: DEMO_PSEUDONYM_KEY }, DEMO_PSEUDONYM_KEY],
  ])("%s is used", (_, environment, key) => {
    expect(pseudonymKey(environment)).toBe(key);
  });

  test("the auditors' service does not start without one", () => {
    const before = process.env["HUB_PSEUDONYM_KEY"];
    delete process.env["HUB_PSEUDONYM_KEY"];
    try {
      expect(() => audit.open("postgresql://nowhere.test/ledger")).toThrow("HUB_PSEUDONYM_KEY");
    } finally {
      if (before !== undefined) process.env["HUB_PSEUDONYM_KEY"] = before;
    }
  });
});
