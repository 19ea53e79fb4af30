import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { questionFile } from "./question-files.ts";

// 可用不可见: departments decide with each other's figures; the app that asks sees the decision and not the figures.

let city: GovernedCity;
beforeAll(async () => {
  city = await startGovernedCity({ ledgerName: "ledger_usable_not_visible" });
});
afterAll(async () => city.stop());

test("public rental: decided with human-resources' incomes, which the app cannot read", async () => {
  const { document } = questionFile("public-rental-check");
  for (const { kind, headCitizenNumber, expectedEligible } of city.manifest.rentals) {
    const { data } = await city.askAs("rental-check", document, { citizenNumber: headCitizenNumber });
    const eligibility = (data as { person: { household: { publicRentalEligibility: Record<string, unknown> } } }).person
      .household.publicRentalEligibility;
    expect([kind, eligibility["eligible"]]).toEqual([kind, expectedEligible]);
  }
});

test("the same app, asking for an income itself, is denied, and told by whom", async () => {
  const { data, errors } = await city.askAs(
    "rental-check",
    `query($n: CitizenNumber!) { person(citizenNumber: $n) { monthlyIncome } }`,
    { n: city.manifest.rentals[0]?.headCitizenNumber },
  );
  expect(data).toEqual({ person: { monthlyIncome: null } });
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    expect.objectContaining({
      code: "HUB_FIELD_DENIED",
      coordinate: "Person.monthlyIncome",
      owner: "human-resources",
      reason: "NO_GRANT",
    }),
  ]);
});

test("subsistence: decided with four departments' registers, to the fen", async () => {
  const { document, variables } = questionFile("subsistence-check");
  const { data } = await city.askAs("subsistence-check", document, variables);
  expect(data).toMatchObject({
    person: { household: { subsistenceCheck: { decision: "ELIGIBLE", allowance: 60_000, vehicles: 0, homes: 1 } } },
  });
});

test("policies: matched with human-resources' figures; the record names them as the department's own reading", async () => {
  const { document } = questionFile("policy-match");
  const firm = city.manifest.policies.find(({ policy, kind }) => policy === "WGFH" && kind === "neverApplied");
  const { data } = await city.askAs("policy-match", document, {
    creditCode: firm?.creditCode,
    asOf: city.manifest.asOf,
    onlyMatched: true,
  });
  const matches = (data as { enterprise: { policyMatches: { policy: { code: string }; amount: number }[] } }).enterprise
    .policyMatches;
  expect(matches.find(({ policy }) => policy.code === "WGFH")?.amount).toBe(firm?.amount);
  expect(JSON.stringify(city.records.at(-1))).toContain("EmployerYear.unemploymentContribution");
});
