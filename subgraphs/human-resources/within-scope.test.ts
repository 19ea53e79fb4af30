import { expect, test } from "@jest/globals";
import { withinScope } from "./within-scope.ts";

const row = (divisionCode: string) => ({ divisionCode });

test("no restriction lets every row pass", () => {
  expect(withinScope({ rowScope: null }, [row("411102001001")])).toBe(true);
});

test("one row outside withholds the whole", () => {
  const caller = { rowScope: ["411102", "411103"] };
  expect(withinScope(caller, [row("411102001001"), row("411103001001")])).toBe(true);
  expect(withinScope(caller, [row("411102001001"), row("411121001001")])).toBe(false);
});

test("an empty scope reaches no row", () => {
  expect(withinScope({ rowScope: [] }, [row("411102001001")])).toBe(false);
  expect(withinScope({ rowScope: [] }, [])).toBe(true);
});
