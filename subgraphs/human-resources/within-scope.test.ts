import { expect, test } from "@jest/globals";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { withinScope } from "./within-scope.ts";

const FIELD = "Person.monthlyIncome";
const row = (divisionCode: string) => ({ divisionCode });

const reaching = (...scope: string[]): { envelope: Envelope } => ({
  envelope: {
    app: "rental-check",
    department: "housing",
    officer: null,
    subject: null,
    purpose: "PUBLIC_RENTAL",
    grant: "g",
    policy: "p",
    document: "d",
    keys: new Set(),
    lines: [{ consumer: { kind: "caller" }, grants: ["g1"], scope, coordinates: new Map([[FIELD, "CLEAR"]]) }],
  },
});

test("without a gate every row passes", () => {
  expect(withinScope({}, FIELD, [row("411102001001")])).toBe(true);
});

test("one row outside withholds the whole", () => {
  const caller = reaching("411102", "411103");
  expect(withinScope(caller, FIELD, [row("411102001001"), row("411103001001")])).toBe(true);
  expect(withinScope(caller, FIELD, [row("411102001001"), row("411121001001")])).toBe(false);
});

test("an empty scope, or another field's scope, reaches no row", () => {
  expect(withinScope(reaching(), FIELD, [row("411102001001")])).toBe(false);
  expect(withinScope(reaching("411102"), "Person.name", [row("411102001001")])).toBe(false);
});
