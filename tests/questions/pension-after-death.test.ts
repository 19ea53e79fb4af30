import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startCity, type City } from "../city.ts";

interface Suspicion {
  readonly finding: string;
  readonly earliestDeathOn: string;
  readonly overpaidMonths: number;
  readonly overpaidAmount: number;
  readonly stillPaying: boolean;
  readonly missingDepartments: readonly string[];
  readonly evidence: readonly { readonly department: string }[];
  readonly conflicts: readonly { readonly kind: string }[];
}

interface Suspect {
  readonly id: string;
  readonly name: string;
  readonly pensionSuspicion: Suspicion | null;
}

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: { readonly person: Suspect } }[];
}

let city: City;
const suspects = new Map<string, Suspect>();

/** Asks the committed question until the list has been read to its end. */
const askAll = async (): Promise<void> => {
  const question = await readFile("schema/operations/pension-after-death.graphql", "utf8");
  const variables = JSON.parse(
    await readFile("schema/operations/pension-after-death.variables.json", "utf8"),
  ) as object;
  let after: string | null = null;
  for (;;) {
    const { data, errors } = await city.ask(question, { ...variables, after });
    expect(errors).toBeUndefined();
    const { pensionBenefits } = data as unknown as Record<string, Page>;
    if (!pensionBenefits) throw new Error("A list is expected");
    for (const { node } of pensionBenefits.edges) suspects.set(node.person.id, node.person);
    if (!pensionBenefits.pageInfo.hasNextPage) break;
    after = pensionBenefits.pageInfo.endCursor;
  }
};

beforeAll(async () => {
  // What is answered is tested here, not how fast: the machine may be busy with other tests.
  city = await startCity({ bounds: { timeout: 30_000, requestTimeout: 60_000 } });
  await askAll();
});
afterAll(() => city.stop());

const suspicionOf = (kind: string): Suspicion | null | undefined =>
  suspects.get(city.manifest.pensions.find((planted) => planted.kind === kind)?.personId ?? "")?.pensionSuspicion;

test("every planted pensioner is suspected of exactly what was overpaid, or not at all", () => {
  const found = city.manifest.pensions.map(({ kind, personId }) => {
    const suspicion = suspects.get(personId)?.pensionSuspicion;
    return { kind, months: suspicion?.overpaidMonths ?? 0, amount: suspicion?.overpaidAmount ?? 0 };
  });
  const planted = city.manifest.pensions.map(({ kind, overpaidMonths, overpaidAmount }) => ({
    kind,
    months: overpaidMonths,
    amount: overpaidAmount,
  }));
  expect(found).toEqual(planted);
  expect(planted.filter(({ months }) => months > 0).length).toBeGreaterThanOrEqual(3);
});

test("nobody else is suspected: an ordinary death whose pension stopped in time is clean", () => {
  const planted = new Set(city.manifest.pensions.map(({ personId }) => personId));
  const others = [...suspects.values()].filter(({ id }) => !planted.has(id));
  expect(others.length).toBeGreaterThan(50);
  expect(others.filter(({ pensionSuspicion }) => pensionSuspicion !== null)).toEqual([]);
});

test("each suspicion says who knows of the death and what does not fit", () => {
  expect(suspicionOf("paidAfterCremationStillRegistered")).toMatchObject({
    stillPaying: true,
    evidence: [{ department: "民政" }],
    conflicts: [{ kind: "CREMATED_STILL_REGISTERED" }],
    missingDepartments: [],
  });
  expect(suspicionOf("paidAfterCancellation")).toMatchObject({
    stillPaying: true,
    evidence: [{ department: "公安" }],
    conflicts: [],
  });
  expect(suspicionOf("lateCancellation")).toMatchObject({
    stillPaying: false,
    evidence: [{ department: "公安" }, { department: "民政" }],
    finding: "SUSPECTED",
    conflicts: [{ kind: "LATE_CANCELLATION" }],
  });
});

test("G16: the question starts from the department's own pensioners: no list of the dead is asked for", () => {
  const question = readFileSync("schema/operations/pension-after-death.graphql", "utf8");
  expect(question).not.toMatch(/registrationCancellations|cremations\(/);
  expect(readFileSync("demo/sharing/grants.yaml", "utf8")).not.toContain("Query.registrationCancellations");
});

test("a death under a wrong number does not touch the living", () => {
  expect(suspicionOf("wrongDigit")).toBeNull();
});
