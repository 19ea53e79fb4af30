import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  CALM,
  servePayrollBank,
  type Moods,
  type ReturnedPayment,
} from "../../demo/systems/payroll-bank/serve-system.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { readSource } from "../../subgraphs/sources/description/read-source.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { citizenNumberIn } from "../../subgraphs/sources/values/citizen-numbers.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";

/** The bank that pays construction workers' wages: slow, and now and then not there. */

/** A number of 15 digits of an invented person: the area code is not given out. */
const old = (at: number): string => `991101520304${String(100 + at)}`;
const pseudonym = (at: number): string => pseudonymOf(citizenNumberIn(old(at)) ?? "", DEMO_PSEUDONYM_KEY);

const row = (at: number, more: Partial<ReturnedPayment> = {}): ReturnedPayment => ({
  ...{ lsh: `TP${at}`, xmbh: `P-${at % 3}`, zjhm: old(at), hm: "王小明", je: "5600.50", ssny: "202609", sfbf: "1" },
  ...{ zfrq: "20261025", tprq: "20261026", tpyy: "01", xzqh: "411102001001", ...more },
});

const subgraph = sourceSubgraph(readSource("payroll-returns"), { tell: (problem) => problems.push(problem) });
const schema = guarded(subgraph.schema);
const coordinates = coordinatesOf(schema);

let problems: SourceProblem[];
let closing: (() => Promise<void>)[];
beforeEach(() => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  [problems, closing] = [[], []];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

const bank = async (rows: readonly ReturnedPayment[], moods?: Moods) => {
  let asked = 0;
  const read = () => {
    asked += 1;
    return Promise.resolve(rows);
  };
  const system = await servePayrollBank(read, moods);
  const database = await subgraph.open(system.url);
  closing.push(system.close, database.$disconnect);
  return { source: { schema, database, coordinates }, reads: () => asked };
};

const OF = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ConstructionProject {
  payrollReturns { person { id } month isBackPay amount returnedOn reason } } } }`;
const projects = (...codes: readonly string[]) => ({
  variables: { of: codes.map((code) => ({ __typename: "ConstructionProject", code })) },
});
const UNHEARD = { data: { _entities: [{ payrollReturns: null }] }, codes: ["HUB_SOURCE_UNAVAILABLE"] };

test("what came back is told by project, about a pseudonym; nothing of another division, and no name", async () => {
  const { source } = await bank([row(0), row(1), row(3, { xzqh: "411121001001" }), row(4, { tpyy: "03", sfbf: "0" })]);
  const told = { month: "2026-09", amount: 560_050, returnedOn: "2026-10-26" };
  const one = (at: number, more: object) => ({ ...told, person: { id: pseudonym(at) }, ...more });
  expect(await askSource(source, OF, { scope: ["411102"], ...projects("P-0", "P-1", "P-2") })).toEqual({
    data: {
      _entities: [
        { payrollReturns: [one(0, { isBackPay: true, reason: "ACCOUNT_CLOSED" })] },
        {
          payrollReturns: [
            one(1, { isBackPay: true, reason: "ACCOUNT_CLOSED" }),
            one(4, { isBackPay: false, reason: "ACCOUNT_STOPPED" }),
          ],
        },
        { payrollReturns: [] },
      ],
    },
    codes: [],
  });
  expect(JSON.stringify(coordinates)).not.toMatch(/holderName|paidOn/);
});

test("a code that the bank never had is drift, and not a reason of ours", async () => {
  const { source } = await bank([row(0, { tpyy: "77" as never })]);
  const answer = await askSource(source, OF, projects("P-0"));
  expect(answer).toMatchObject({
    data: { _entities: [{ payrollReturns: [{ reason: null, month: "2026-09" }] }] },
    codes: ["HUB_SOURCE_DRIFT"],
  });
});

test("a bank that takes longer than its source waits is not heard: null with a reason, and no empty list", async () => {
  const { source } = await bank([], { ...CALM, milliseconds: 4_000 });
  expect(await askSource(source, OF, projects("P-0"))).toEqual(UNHEARD);
  expect(problems).toEqual([{ source: "payroll-returns", kind: "AnswerRefused", code: "TIMEOUT" }]);
});

test("a bank that fails now and then fails at the same requests for the same seed, and answers the others", async () => {
  const moods = { ...CALM, failsOneIn: 3, seed: 7 };
  const heard = async (): Promise<string> => {
    const { source } = await bank([row(0)], moods);
    let told = "";
    for (let at = 0; at < 12; at += 1)
      told += (await askSource(source, OF, projects("P-0"))).codes.length === 0 ? "+" : "-";
    return told;
  };
  const first = await heard();
  expect(first).toMatch(/\+.*-.*\+/);
  expect(await heard()).toBe(first);
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["STATUS_503"]));
});
