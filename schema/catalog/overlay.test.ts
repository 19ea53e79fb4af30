import { expect, test } from "@jest/globals";
import { parseOverlay } from "./overlay.ts";

test.each([
  [
    { items: { "*": { share: "SOMETIMES" } } },
    /items\["\*"\]\.share: expected one of UNCONDITIONAL, CONDITIONAL, NOT_SHARED, got "SOMETIMES"/,
  ],
  [
    { itmes: {} },
    /overlay: expected one of items, datasets, subgraphs, reveals, equations, lowered, subjects, divisions, parts, impersonal, got "itmes"/,
  ],
  [{ items: { "*": { shared: "CONDITIONAL" } } }, /got "shared"/],
  [{ datasets: { "*": { updateCycle: "OFTEN" } } }, /datasets\["\*"\]\.updateCycle: expected one of REAL_TIME, /],
  [[], /expected a mapping/],
])("an overlay with a wrong word is refused: %j", (overlay, message) => {
  expect(() => parseOverlay(overlay)).toThrow(message);
});
