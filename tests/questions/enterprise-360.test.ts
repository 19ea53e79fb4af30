import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { startCity, type City } from "../city.ts";
import { questionFile } from "./question-files.ts";

const { document, variables } = questionFile("enterprise-360");

interface Profile {
  readonly name: string;
  readonly insuredCount: number;
  readonly constructionProjects: readonly { readonly code: string }[];
  readonly projectParticipations: readonly { readonly role: string; readonly project: { readonly code: string } }[];
  readonly wageDeposits: readonly { readonly requiredAmount: number }[];
  readonly employerYears: readonly { readonly year: number }[];
  readonly dailyElectricity: readonly { readonly meterDay: string; readonly day: string; readonly charge: number }[];
}

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city.stop());

const profile = async (): Promise<Profile> => {
  const { data, errors } = await city.ask(document, {
    creditCode: city.manifest.enterprise360.creditCode,
  });
  expect(errors).toBeUndefined();
  return (data as { enterprise: Profile }).enterprise;
};

const count = async (department: keyof City["databaseUrls"], sql: string): Promise<number> => {
  const client = new Client({ connectionString: city.databaseUrls[department] });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(sql, [city.manifest.enterprise360.creditCode]);
    return rows[0]?.count ?? Number.NaN;
  } finally {
    await client.end();
  }
};

test("what three departments know of one firm stands in one answer", async () => {
  const { name, projectCodes } = city.manifest.enterprise360;
  const answer = await profile();
  expect(answer).toMatchObject({
    name,
    status: "ACTIVE",
    penalties: [{ authority: "漯河市住房和城乡建设局" }, { authority: "漯河市人力资源和社会保障局" }],
    licences: [{ kind: "QUALIFICATION" }, { kind: "SAFETY" }],
    qualifications: [{ kind: "HIGH_TECH" }],
    shareholders: [{ ratio: 1 }],
    payouts: [{ policy: { code: "WGFH" } }],
  });
  expect(answer.constructionProjects.map(({ code }) => code).sort()).toEqual([...projectCodes].sort());
  expect(answer.projectParticipations.map(({ project }) => project.code)).toEqual(
    expect.arrayContaining([...projectCodes]),
  );
});

test("insured people, years as an employer and deposits come from human-resources", async () => {
  const answer = await profile();
  const insured = await count(
    "human-resources",
    "select count(*)::int as count from social_insurance where employer_code = $1 and insurance_type = 'PENSION' and status = 'ACTIVE'",
  );
  expect(insured).toBeGreaterThan(0);
  expect(answer.insuredCount).toBe(insured);
  expect(answer.employerYears.map(({ year }) => year)).toEqual([2024, 2025]);
  expect(answer.wageDeposits).toHaveLength(answer.constructionProjects.length);
});

test("19: the nights' files of the power supplier tell on which days the firm ran", async () => {
  const [night, ...others] = (await profile()).dailyElectricity;
  expect(others).toEqual([]);
  expect(night).toEqual({
    meterDay: expect.stringMatching(/^D20261030\d{6}$/),
    day: "2026-10-30",
    charge: expect.any(Number),
  });
});

test("an unknown firm is null, a credit code with a wrong check character an error of its own", async () => {
  expect(await city.ask(document, { creditCode: "91110000802100433B" })).toMatchObject({
    data: { enterprise: null },
  });
  const { errors } = await city.ask(document, { creditCode: "911100008021004330" });
  expect(errors?.[0]?.extensions?.["code"]).toBe("HUB_INVALID_CREDIT_CODE");
});

test("the variables of the playground are the firm that every department knows", () => {
  expect(variables).toEqual({ creditCode: city.manifest.enterprise360.creditCode });
});
