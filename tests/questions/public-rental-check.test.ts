import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { startCity, type City } from "../city.ts";
import { questionFile } from "./question-files.ts";

const { document, variables } = questionFile("public-rental-check");

interface Eligibility {
  readonly eligible: boolean | null;
  readonly conditions: readonly { readonly code: string; readonly met: boolean | null; readonly actual: string }[];
  readonly people: number;
  readonly incomePerHead: number;
  readonly areaPerHead: number;
}

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city.stop());

const check = async (authorizationNumber: string): Promise<Eligibility> => {
  const { data, errors } = await city.ask(document, { authorizationNumber, asOf: city.manifest.asOf });
  expect(errors).toBeUndefined();
  return (data as { rentalCase: { eligibility: Eligibility } }).rentalCase.eligibility;
};

/** The manifest's names of conditions in the words of the graph. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["incomePerHead", "INCOME_PER_HEAD"],
  ["assetsPerHead", "ASSETS_PER_HEAD"],
  ["workHere", "WORK_HERE"],
  ["areaPerHead", "AREA_PER_HEAD"],
  ["vehicleValue", "VEHICLE"],
  ["otherHousing", "OTHER_BENEFIT"],
]);

test("every planted family is decided as planted, and for the planted reason alone", async () => {
  expect(city.manifest.rentals.length).toBeGreaterThanOrEqual(9);
  for (const family of city.manifest.rentals) {
    const { eligible, conditions } = await check(family.authorizationNumber);
    const broken = conditions.filter(({ met }) => met !== true).map(({ code }) => code);
    expect([family.kind, eligible, broken]).toEqual([
      family.kind,
      family.expectedEligible,
      family.failing === undefined ? [] : [CODES.get(family.failing)],
    ]);
  }
});

test("the figures come from three departments: wages, homes, vehicles", async () => {
  const family = city.manifest.rentals.find(({ kind }) => kind === "vehicleAbove");
  expect(await check(family?.authorizationNumber ?? "")).toEqual({
    eligible: false,
    people: 3,
    incomePerHead: 240_000,
    incomeLimit: 266_666,
    assetsPerHead: 0,
    areaPerHead: 0,
    vehicles: 1,
    vehicleValue: 9_000_000,
    source: expect.stringContaining("40000元"),
    conditions: [
      expect.objectContaining({
        code: "INCOME_PER_HEAD",
        met: true,
        expected: "≤ 2666.67元/月",
        actual: "2000至5000元/月",
      }),
      expect.objectContaining({ code: "ASSETS_PER_HEAD", met: true, actual: "不足500元" }),
      expect.objectContaining({ code: "AREA_PER_HEAD", met: true, expected: "< 15平方米", actual: "0平方米" }),
      expect.objectContaining({ code: "VEHICLE", met: false, actual: "1辆，最高价值5至10万元" }),
      expect.objectContaining({ code: "OTHER_BENEFIT", met: true, actual: "无" }),
    ],
  });
});

test("a silent department leaves the answer open instead of making it up", async () => {
  const subgraphs: RunningSubgraph[] = [];
  for (const { name } of DEPARTMENTS)
    if (name !== "human-resources")
      subgraphs.push(await serveSubgraph(await loadSubgraph(name), { databaseUrl: city.databaseUrls[name], port: 0 }));
  const partial = await startCity({
    upstream: {
      ...Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
      "human-resources": "http://127.0.0.1:9/",
    },
  });
  try {
    const { data, errors } = await partial.ask(document, variables);
    expect(errors?.length).toBeGreaterThan(0);
    expect(data).toMatchObject({
      rentalCase: {
        eligibility: {
          eligible: null,
          incomePerHead: null,
          conditions: expect.arrayContaining([
            expect.objectContaining({ code: "INCOME_PER_HEAD", met: null, actual: "无数据" }),
            expect.objectContaining({ code: "VEHICLE", met: true }),
          ]),
        },
      },
    });
  } finally {
    await partial.stop();
    await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
  }
});

test("the variables of the playground are a planted family of the default city", () => {
  expect(city.manifest.rentals.map(({ authorizationNumber }) => authorizationNumber)).toContain(
    variables["authorizationNumber"],
  );
});

test("the demo's citizen is the applicant of that family, so that they find somebody who looked", () => {
  const family = city.manifest.rentals.find(
    ({ authorizationNumber }) => authorizationNumber === variables["authorizationNumber"],
  );
  const citizens = readDemoIdentities().flatMap(({ citizens: people = [] }) => people.map(({ subject }) => subject));
  expect(citizens[0]).toBe(pseudonymOf(family?.headCitizenNumber ?? "", DEMO_PSEUDONYM_KEY));
});
