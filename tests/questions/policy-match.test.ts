import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startCity, type City } from "../city.ts";
import { questionFile } from "./question-files.ts";

const { document, variables } = questionFile("policy-match");

interface Match {
  readonly policy: { readonly code: string; readonly title: string };
  readonly matched: boolean | null;
  readonly alreadyPaid: boolean;
  readonly amount: number | null;
  readonly paidAmount: number;
  readonly mode: string;
  readonly nextStep: string;
  readonly conditions: readonly { readonly text: string; readonly met: boolean | null; readonly actual: string }[];
}

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city.stop());

const matches = async (creditCode: string, onlyMatched = false): Promise<readonly Match[]> => {
  const { data, errors } = await city.ask(document, { creditCode, asOf: city.manifest.asOf, onlyMatched });
  expect(errors).toBeUndefined();
  return (data as { enterprise: { policyMatches: readonly Match[] } }).enterprise.policyMatches;
};

const STEP: Readonly<Record<string, string>> = { AUTOMATIC: "PAY", CONFIRM: "CONFIRM", APPLY: "APPLY" };

test("every planted firm matches, misses or has been paid as planted, to the fen", async () => {
  expect(city.manifest.policies.length).toBeGreaterThanOrEqual(24);
  for (const { policy, kind, creditCode, expectedMatch, failing, amount } of city.manifest.policies) {
    const match = (await matches(creditCode)).find((each) => each.policy.code === policy);
    const step = expectedMatch ? STEP[match?.mode ?? ""] : kind === "alreadyPaid" ? "SETTLED" : "NONE";
    expect([policy, kind, match?.matched, match?.amount, match?.alreadyPaid, match?.nextStep]).toEqual([
      policy,
      kind,
      expectedMatch,
      amount ?? null,
      kind === "alreadyPaid",
      step,
    ]);
    const unmet = match?.conditions.filter(({ met }) => met === false).map(({ text }) => text) ?? [];
    if (failing !== undefined) expect(unmet.some((text) => text.endsWith(failing))).toBe(true);
  }
});

test("all eight policies are told for every firm, in the order of their codes", async () => {
  const [first] = city.manifest.policies;
  const all = await matches(first?.creditCode ?? "");
  expect(all.map(({ policy }) => policy.code)).toEqual([
    "CYDK",
    "GXQY",
    "KGBZ",
    "MFHSC",
    "SBTR",
    "WGFH",
    "YSSP",
    "ZJTX",
  ]);
  expect(await matches(first?.creditCode ?? "", true)).toEqual(all.filter(({ matched }) => matched === true));
});

test("human-resources' figures reach the conditions: who did not pay for twelve months reads so", async () => {
  const firm = city.manifest.policies.find(({ policy, kind }) => policy === "WGFH" && kind === "justNot");
  const match = (await matches(firm?.creditCode ?? "")).find(({ policy }) => policy.code === "WGFH");
  expect(match?.conditions).toContainEqual({
    text: "失业保险累计缴费满12个月",
    met: false,
    expected: "≥ 12个月",
    actual: "10至20个月",
    depth: 0,
  });
});

test("outside a policy's dates nobody matches it", async () => {
  const firm = city.manifest.policies.find(({ policy, kind }) => policy === "WGFH" && kind === "neverApplied");
  const { data } = await city.ask(document, { creditCode: firm?.creditCode, asOf: "2029-01-01", onlyMatched: true });
  expect(data).toMatchObject({ enterprise: { policyMatches: [] } });
});

test("the variables of the playground are a planted firm that has something to confirm", async () => {
  expect(city.manifest.policies.map(({ creditCode }) => creditCode)).toContain(variables["creditCode"]);
  const found = await matches(variables["creditCode"] ?? "", true);
  expect(found.map(({ nextStep }) => nextStep)).toContain("CONFIRM");
});

test("S26: at departments without a gate nobody is a firm, so that nobody confirms", async () => {
  const { errors, data } = await city.ask(
    `mutation { confirmPolicyIntent(policy: "SBTR", creditCode: "${variables["creditCode"] ?? ""}") { id } }`,
  );
  expect(data).toEqual({ confirmPolicyIntent: null });
  expect(errors?.map(({ extensions }) => extensions?.["reason"])).toEqual(["NOT_THE_FIRM"]);
});
