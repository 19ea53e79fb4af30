import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { OWNERS } from "../../subgraphs/kit/departments.ts";

const catalogue = buildCatalogue(readFileSync("schema/supergraph.graphql", "utf8"));
const ownerOf = (coordinate: string) => {
  const { owner, carriers } = catalogue.items.get(coordinate) ?? {};
  return [owner, carriers];
};

test.each([
  ["MedicalInsurance.status", "healthcare-security", "human-resources"],
  ["Person.medicalInsurances", "healthcare-security", "human-resources"],
  ["Disability.grade", "disabled-persons-federation", "civil-affairs"],
  ["Vehicle.value", "taxation", "public-security"],
  ["TaxCredit.arrears", "taxation", "enterprise"],
  ["Enterprise.taxCredits", "taxation", "enterprise"],
  ["EmployerYear.unemploymentContribution", "taxation", "human-resources"],
  ["ElectricityUse.kilowattHours", "power-supply", "enterprise"],
  ["Qualification.kind", "industry-information", "enterprise"],
  ["PolicyMatch.amount", "industry-information", "enterprise"],
  ["Mutation.confirmPolicyIntent", "industry-information", "enterprise"],
])("G7, G8: 政务数据共享条例第十九条: %s is the data of %s, carried by %s", (coordinate, owner, carrier) => {
  expect(ownerOf(coordinate)).toEqual([owner, [carrier]]);
});

test.each([
  ["不动产登记暂行条例第六条", "RealEstateRight.area", "natural-resources"],
  ["不动产登记暂行条例第七条", "Person.realEstateRights", "natural-resources"],
  ["住房公积金管理条例第十条", "HousingFund.balance", "provident-fund"],
])("G8: %s: %s is the data of %s, and 住建 only carries it", (_, coordinate, owner) => {
  expect(ownerOf(coordinate)).toEqual([owner, ["housing"]]);
});

test("G7: 企业信息公示暂行条例第六条: registration and what follows from it are the data of 市场监督管理局", () => {
  for (const coordinate of ["Enterprise.status", "Shareholder.ratio", "AbnormalListing.reason", "AnnualReport.revenue"])
    expect(ownerOf(coordinate)).toEqual(["enterprise", ["enterprise"]]);
});

test("G8: what a department registers itself stays its own", () => {
  for (const [coordinate, owner] of [
    ["Person.citizenNumber", "public-security"],
    ["Vehicle.plate", "public-security"],
    ["HouseContract.area", "housing"],
    ["PublicRentalHousehold.status", "housing"],
    ["Enterprise.name", "enterprise"],
    ["SocialInsurance.status", "human-resources"],
    ["EmployerYear.laidOff", "human-resources"],
    ["Cremation.diedOn", "civil-affairs"],
  ] as const)
    expect(ownerOf(coordinate)).toEqual([owner, [owner]]);
});

test("G7: whose data is asked for has a sharing body with an applicant, a head and a data owner; a 专班 is no department", () => {
  const parties = new Map(readDemoIdentities().flatMap((app) => (app.party ? [[app.department, app] as const] : [])));
  const owners = [...new Set([...catalogue.items.values()].map(({ owner }) => owner))];
  for (const owner of owners.filter((name) => name !== "sharing")) {
    const roles = parties.get(owner)?.officers.flatMap((officer) => officer.roles);
    expect([owner, roles]).toEqual([owner, ["APPLICANT", "REVIEWER", "OWNER"]]);
  }
  expect(Object.keys(OWNERS).filter((name) => !parties.has(name))).toEqual([]);
  const names = [...parties.values()].map(({ party }) => party?.name ?? "");
  expect(names.filter((name) => name.includes("专班"))).toEqual([]);
});

test("G7: what is worked out for an owner from another's data in the same system is an input of that owner", () => {
  const inputs = (coordinate: string) =>
    (catalogue.items.get(coordinate)?.sources ?? []).flatMap(({ department, requires }) =>
      requires
        .filter((input) => !catalogue.items.get(input)?.owners.includes(department))
        .map((input) => [department, input, catalogue.items.get(input)?.owner].join(" ")),
    );
  expect(inputs("RentalCase.eligibility")).toContain("housing RealEstateRight.area natural-resources");
  expect(inputs("SubsistenceCase.check")).toContain("civil-affairs Disability.grade disabled-persons-federation");
  expect(inputs("Enterprise.policyMatches")).toEqual(
    expect.arrayContaining([
      "industry-information TaxCredit.arrears taxation",
      "industry-information AnnualReport.revenue enterprise",
      "industry-information ElectricityUse.kilowattHours power-supply",
    ]),
  );
});
