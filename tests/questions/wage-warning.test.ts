import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startCity, type City } from "../city.ts";

interface Reason {
  readonly rule: string;
  readonly level: string;
  readonly evidence: readonly { readonly department: string }[];
}

interface Project {
  readonly code: string;
  readonly wageWarning: {
    readonly level: string;
    readonly jointEnforcement: boolean;
    readonly owedWorkers: number;
    readonly reasons: readonly Reason[];
    readonly unpaidWorkers: readonly { readonly person: { readonly name: string | null }; readonly month: string }[];
    readonly ruledOut: readonly { readonly kind: string; readonly month: string }[];
    readonly missingDepartments: readonly string[];
  };
}

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly edges: readonly { readonly node: Project }[];
}

let city: City;
let question: string;
let variables: object;

/** Asks the committed question page by page. */
const askAll = async (changes: object = {}): Promise<ReadonlyMap<string, Project>> => {
  const projects = new Map<string, Project>();
  let after: string | null = null;
  do {
    const { data, errors } = await city.ask(question, { ...variables, ...changes, after });
    expect(errors).toBeUndefined();
    const page = data?.["constructionProjects"] as Page;
    for (const { node } of page.edges) {
      // T6: a page that repeats a row would be hidden by the map.
      expect(projects.has(node.code)).toBe(false);
      projects.set(node.code, node);
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return projects;
};

let projects: ReadonlyMap<string, Project>;

beforeAll(async () => {
  // What is answered is tested here, not how fast: the machine may be busy with other tests.
  city = await startCity({ bounds: { timeout: 30_000, requestTimeout: 60_000 } });
  question = await readFile("schema/operations/wage-warning.graphql", "utf8");
  variables = JSON.parse(await readFile("schema/operations/wage-warning.variables.json", "utf8")) as object;
  projects = await askAll();
});
afterAll(() => city.stop());

const warningOf = (kind: string): Project["wageWarning"] => {
  const story = city.manifest.wages.find((planted) => planted.kind === kind);
  const project = projects.get(story?.projectCode ?? "");
  if (!project) throw new Error(`No planted project ${kind}`);
  return project.wageWarning;
};

test("every planted project is judged at its level, by its rule", () => {
  const judged = city.manifest.wages.map(({ kind, rule, projectCode }) => {
    const warning = projects.get(projectCode)?.wageWarning;
    const fired = rule !== undefined && warning?.reasons.some((reason) => reason.rule === rule);
    return { kind, level: warning?.level, ...(fired ? { rule } : {}) };
  });
  const expected = city.manifest.wages.map(({ kind, expectedLevel, rule }) => ({
    kind,
    level: expectedLevel,
    ...(rule === undefined ? {} : { rule }),
  }));
  expect(judged).toEqual(expected);
  expect(expected.length).toBeGreaterThanOrEqual(20);
});

test("what a careless rule would alarm on is told as considered and ruled out", () => {
  const kinds = ["paidAsBackPay", "onLeave", "leftTheSite", "lateBankReceipt", "workerOnTwoSites"];
  for (const kind of kinds) expect(warningOf(kind).ruledOut.map((alarm) => alarm.kind)).toContain(kind);
});

test("projects on which nothing was planted are warned of for their contractors alone", () => {
  const stories = new Set(city.manifest.wages.map(({ projectCode }) => projectCode));
  const ordinary = [...projects.values()].filter(({ code }) => !stories.has(code));
  const rules = new Set(ordinary.flatMap(({ wageWarning }) => wageWarning.reasons.map(({ rule }) => rule)));
  rules.delete("contractorAbnormalOrTaxArrears");
  expect(ordinary.length).toBeGreaterThan(0);
  expect([...rules]).toEqual([]);
});

test("evidence comes from three departments and the paying bank, and every unpaid worker has a name", () => {
  const all = [...projects.values()].map(({ wageWarning }) => wageWarning);
  const departments = all.flatMap(({ reasons }) => reasons.flatMap(({ evidence }) => evidence));
  expect([...new Set(departments.map(({ department }) => department))].sort()).toEqual(
    ["人社", "住建", "涉企", "银行"].sort(),
  );
  const names = all.flatMap(({ unpaidWorkers }) => unpaidWorkers.map(({ person }) => person.name));
  expect(names.length).toBeGreaterThan(0);
  expect(names.every((name) => name !== null && name !== "")).toBe(true);
  expect(all.every(({ missingDepartments }) => missingDepartments.length === 0)).toBe(true);
});

test("two reds in a row are joint enforcement, one is not", () => {
  expect(warningOf("repeatedRed").jointEnforcement).toBe(true);
  expect(warningOf("tenPercentWithoutPay").jointEnforcement).toBe(false);
});

test("the answer does not depend on the size or the order of the pages", async () => {
  expect([...(await askAll({ first: 7 }))]).toEqual([...projects]);
});

test("asked as of an earlier day, nothing later is known", async () => {
  const earlier = await askAll({ asOf: "2026-09-15" });
  const story = city.manifest.wages.find(({ kind }) => kind === "monthUnpaidThroughAccount");
  expect(earlier.get(story?.projectCode ?? "")?.wageWarning.level).toBe("NONE");
});

test("back pay that came back is owed, and told by the word of the bank", () => {
  const { level, owedWorkers, reasons } = warningOf("backPayReturned");
  expect({ level, owedWorkers }).toEqual({ level: "ORANGE", owedWorkers: 1 });
  const told = reasons.flatMap(({ evidence }) => evidence).filter(({ department }) => department === "银行");
  expect(told.length).toBe(1);
});
