import { describe, expect, test } from "@jest/globals";
import type { ApplicationItem } from "../generated/prisma/client.ts";
import { catalogueOfFile } from "../catalogue/load-catalogue.ts";
import { checkItems, type WishedItem } from "./check-items.ts";
import { pairVerdicts, type ItemVerdict } from "./decide-items.ts";

const view = catalogueOfFile()();

const [DUE, PAID, OWED] = ["UnpaidWorker.dueAmount", "UnpaidWorker.paidAmount", "UnpaidWorker.owedAmount"] as const;

const wishes = (items: Readonly<Record<string, WishedItem["outcome"]>>): readonly WishedItem[] =>
  Object.entries(items).map(([coordinate, outcome]) => ({ coordinate, outcome }));

/** The error's English text, and the coordinates that it names; null where nothing is thrown. */
const refusal = (attempt: () => unknown): unknown => {
  try {
    attempt();
    return null;
  } catch (error) {
    const { message, extensions } = error as Error & { extensions: Readonly<Record<string, unknown>> };
    return [extensions["code"], message, extensions["coordinates"]];
  }
};

test("G18: a masked citizen number is neither asked for nor given beside the birth date", () => {
  const [number, date] = ["Person.citizenNumber", "Person.birthDate"] as const;
  const refused = (where: string) => [
    "HUB_APPLICATION_INVALID",
    expect.stringContaining(`${where}: ${number} can be completed by ${date}`),
    [date, number],
  ];
  for (const outcome of ["MASKED", "CLEAR"] as const)
    expect(refusal(() => checkItems(view, wishes({ [number]: "MASKED", [date]: outcome })))).toEqual(refused("items"));
  expect(checkItems(view, wishes({ [number]: "CLEAR", [date]: "MASKED" }))).toHaveLength(2);
  // Asked for in the clear, and masked by the owner.
  const items = [number, date].map((coordinate, id) => ({ id, coordinate, wished: "CLEAR" }) as ApplicationItem);
  const verdicts = [number, date].map((coordinate, at) => ({
    coordinate,
    decision: at === 0 ? ("MASKED" as const) : ("CLEAR" as const),
    reason: null,
    rowScope: null,
  }));
  expect(refusal(() => pairVerdicts(view, ["4111"], items, verdicts))).toEqual(refused("decisions"));
});

describe("S11: what can be worked out from each other is asked for and given together", () => {
  test.each([
    ["all clear", { [DUE]: "CLEAR", [PAID]: "CLEAR", [OWED]: "CLEAR" }],
    ["all masked", { [DUE]: "MASKED", [PAID]: "MASKED", [OWED]: "MASKED" }],
    ["the terms alone", { [DUE]: "CLEAR", [PAID]: "MASKED" }],
    [
      "an amount whose base is another department's",
      { "PolicyMatch.amount": "CLEAR", "AnnualReport.equipmentInvestment": "CLEAR" },
    ],
  ] as const)("%s may be asked for", (_, items) => {
    expect(checkItems(view, wishes(items)).map(({ coordinate }) => coordinate)).toEqual(Object.keys(items));
  });

  test.each([
    ["with a term masked", { [DUE]: "MASKED", [PAID]: "CLEAR", [OWED]: "CLEAR" }, DUE],
    ["without a term", { [DUE]: "CLEAR", [OWED]: "CLEAR" }, PAID],
    ["masked, without a term", { [PAID]: "MASKED", [OWED]: "MASKED" }, DUE],
  ] as const)("the result %s may not", (_, items, term) => {
    expect(refusal(() => checkItems(view, wishes(items)))).toEqual([
      "HUB_APPLICATION_INVALID",
      expect.stringContaining(`items: ${term} can be worked out from ${OWED}, so the two go together`),
      [term, OWED].sort(),
    ]);
  });

  const decide = (...decisions: readonly ItemVerdict["decision"][]): unknown => {
    const coordinates = [DUE, PAID, OWED];
    const items = coordinates.map((coordinate) => ({ coordinate, wished: "CLEAR" }) as ApplicationItem);
    const verdicts = coordinates.map((coordinate, at) => ({
      coordinate,
      decision: decisions[at] ?? "REFUSED",
      reason: "最小够用",
      rowScope: null,
    }));
    return refusal(() => pairVerdicts(view, ["4111"], items, verdicts));
  };

  test("its owner gives the three alike, or the result less clearly, or none", () => {
    expect(decide("CLEAR", "CLEAR", "CLEAR")).toBeNull();
    expect(decide("MASKED", "MASKED", "MASKED")).toBeNull();
    expect(decide("CLEAR", "CLEAR", "REFUSED")).toBeNull();
    expect(decide("REFUSED", "REFUSED", "REFUSED")).toBeNull();
    for (const [term, decisions] of [
      [PAID, ["CLEAR", "MASKED", "CLEAR"]],
      [DUE, ["REFUSED", "MASKED", "MASKED"]],
    ] as const)
      expect(decide(...decisions)).toEqual([
        "HUB_APPLICATION_INVALID",
        expect.stringContaining(`decisions: ${term} can be worked out from ${OWED}`),
        [term, OWED].sort(),
      ]);
  });
});
