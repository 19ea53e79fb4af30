import { describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { auditorOf, isWithin } from "./auditor.ts";
import type { Context } from "./builder.ts";

const asking = (envelope: Partial<Envelope>): Context =>
  ({
    envelope: {
      app: "desk",
      officer: "he",
      roles: ["AUDITOR"],
      lines: [{ consumer: { kind: "caller" }, grants: ["G1"], scope: ["411102"], coordinates: new Map() }],
      ...envelope,
    },
  }) as unknown as Context;

describe("R6: an auditor is a person in office with the role, and reads within divisions", () => {
  test.each([
    ["an app alone", { officer: null }],
    ["an officer of another role", { roles: ["OWNER", "REVIEWER"] }],
    ["a role without a person", { officer: null, roles: ["AUDITOR"] }],
  ])("%s is none", (_, envelope) => {
    expect(() => auditorOf(asking(envelope))).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: "HUB_AUDITOR_IN_PERSON" }) as object }),
    );
  });

  test.each([
    ["the own division", ["411102"], true],
    ["a part of it", ["411102001"], true],
    ["what reaches into it and beyond", ["4111"], true],
    ["every row", [""], true],
    ["a neighbour", ["411103"], false],
    ["two neighbours", ["411103", "411104"], false],
    ["no division at all", [], true],
  ])("%s", (_, divisions, isSeen) => {
    expect(isWithin(auditorOf(asking({})), { divisions })).toBe(isSeen);
  });
});
