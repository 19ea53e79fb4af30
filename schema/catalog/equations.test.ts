import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { buildCatalogue } from "./build-catalogue.ts";
import { refuseProblems } from "./check-catalogue.ts";
import { openEquations } from "./equations.ts";
import { parseOverlay } from "./overlay.ts";

const L4 = "level: L4, share: CONDITIONAL, mask: AMOUNT_BAND";

/** A wage whose three amounts are classified so. */
const wage = ({ due = L4, paid = L4, owed = L4, of = `["Wage.due", "Wage.paid"]` } = {}): string => `
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
    @link(url: "https://shali-hub.org/item/v1.0", import: ["@item", { name: "@equation", as: "@worked" }]) { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "http://a") }
  type Query @join__type(graph: A) { wage: Wage @item(level: L1, share: UNCONDITIONAL) }
  type Wage @join__type(graph: A) {
    due: Fen @item(${due}) paid: Fen @item(${paid}) owed: Fen @item(${owed}) ${of === "" ? "" : `@worked(of: ${of})`}
  }`;

const problemsOf = (sdl: string, overlay = {}): readonly string[] =>
  buildCatalogue(sdl, parseOverlay(overlay)).problems.map(
    ({ severity, kind, message }) => `${severity} ${kind} ${message}`,
  );

test("S11: fields of one equation that share level, share type and mask are a catalogue that may be used", () => {
  const catalogue = buildCatalogue(wage());
  expect(catalogue.problems).toEqual([]);
  expect([...catalogue.equations]).toEqual([["Wage.owed", ["Wage.due", "Wage.paid"]]]);
  expect(catalogue.version).not.toBe(buildCatalogue(wage({ of: `["Wage.due"]` })).version);
});

test.each([
  ["a lower level", { owed: "level: L3, share: CONDITIONAL, mask: AMOUNT_BAND" }, "expected level L4"],
  ["no mask", { owed: "level: L4, share: CONDITIONAL" }, "expected mask AMOUNT_BAND"],
  ["a wider share", { owed: "level: L4, share: UNCONDITIONAL, mask: AMOUNT_BAND" }, "expected CONDITIONAL"],
])("S11: composition refuses what is worked out under %s than what it is worked out from", (_, change, expected) => {
  const { problems } = buildCatalogue(wage(change));
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(new RegExp(`^Wage.owed: ${expected} as it is worked out from Wage.due, got `)),
    expect.stringMatching(new RegExp(`^Wage.owed: ${expected} as it is worked out from Wage.paid, got `)),
  ]);
  expect(() => {
    refuseProblems(problems);
  }).toThrow(`Wage.owed: ${expected}`);
});

test("S11: a mask that its term has not is refused, unless the term is of a lower level", () => {
  expect(problemsOf(wage({ paid: "level: L4, share: CONDITIONAL" }))).toEqual([
    "refuse EQUATION_UNEQUAL Wage.owed: expected no mask as it is worked out from Wage.paid, got AMOUNT_BAND",
  ]);
  expect(problemsOf(wage({ paid: "level: L2, share: CONDITIONAL" }))).toEqual([]);
});

test("S11: an equation names fields of the graph, and never itself", () => {
  expect(problemsOf(wage({ of: `["Wage.dew"]` }))).toEqual([
    "refuse UNKNOWN_COORDINATE Wage.dew: expected a field of this graph",
  ]);
  expect(problemsOf(wage(), { equations: { "Wage.due": ["Wage.owed"] } })).toEqual(
    ["Wage.owed", "Wage.due"].map(
      (coordinate) => `refuse EQUATION_UNEQUAL ${coordinate}: expected an equation that leads to other fields`,
    ),
  );
});

test("S11: an overlay states equations for what carries no directives", () => {
  const overlay = { equations: { "Wage.owed": ["Wage.due"] } };
  const { equations } = buildCatalogue(wage({ of: "" }), parseOverlay(overlay));
  expect([...equations]).toEqual([["Wage.owed", ["Wage.due"]]]);
  const masked = wage({ of: "", due: "level: L4, share: CONDITIONAL" });
  expect(problemsOf(masked, overlay)).toEqual([
    "refuse EQUATION_UNEQUAL Wage.owed: expected no mask as it is worked out from Wage.due, got AMOUNT_BAND",
  ]);
});

test("S11: what is given more clearly than a term is found, in every combination of three outcomes", () => {
  const { equations } = buildCatalogue(wage());
  const outcomes = ["CLEAR", "MASKED", undefined] as const;
  const clearness = (outcome: (typeof outcomes)[number]): number => 2 - outcomes.indexOf(outcome);
  for (const due of outcomes)
    for (const paid of outcomes)
      for (const owed of outcomes) {
        const given = new Map([
          ["Wage.due", due],
          ["Wage.paid", paid],
          ["Wage.owed", owed],
        ] as const);
        const open = openEquations(equations, (coordinate) => given.get(coordinate as "Wage.due"));
        const expected = (["Wage.due", "Wage.paid"] as const).filter(
          (term) => clearness(given.get(term)) < clearness(owed),
        );
        expect(open).toEqual(
          expected.map((term) => ({ coordinate: "Wage.owed", term, outcome: given.get(term) ?? null })),
        );
      }
});

test("S11: the city's equations: wages owed, allowances and what a policy pays", async () => {
  const { equations } = buildCatalogue(await readFile("schema/supergraph.graphql", "utf8"));
  const bases = [
    "AnnualReport.equipmentInvestment",
    "EmployerYear.graduateHires",
    "EmployerYear.unemploymentContribution",
  ];
  expect(Object.fromEntries(equations)).toEqual({
    "AllowancePayment.base": ["SubsistenceFamily.allowance"],
    "AllowancePayment.total": ["AllowancePayment.base", "AllowancePayment.supplement"],
    "PolicyIntent.amount": bases,
    "PolicyMatch.amount": bases,
    "SubsistenceCheck.allowance": ["SubsistenceCheck.monthlyIncome"],
    "SubsistenceCheck.monthlyIncome": [
      "SubsistenceCheck.businessIncome",
      "SubsistenceCheck.propertyIncome",
      "SubsistenceCheck.wageAndTransferIncome",
    ],
    "SubsistenceFamily.allowance": ["SubsistenceFamily.monthlyIncome"],
    "UnpaidWorker.owedAmount": ["UnpaidWorker.dueAmount", "UnpaidWorker.paidAmount"],
  });
});
