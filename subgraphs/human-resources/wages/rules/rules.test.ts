import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { basesIn } from "../../../../schema/law/basis.ts";
import { booksOf, cleanSite } from "../fixtures/example.ts";
import type { WageRule } from "./rule.ts";
import { repeatedRed, WAGE_RULES } from "./rules.ts";

const folder = dirname(fileURLToPath(import.meta.url));

const isRule = (value: unknown): value is WageRule =>
  typeof value === "object" && value !== null && "evaluate" in value;

test("every rule of the folder is in the list, and has tests of its own name", async () => {
  const files = readdirSync(folder).filter((file) => /^(?!.*\.test\.)(?!rule\.ts).*\.ts$/.test(file));
  const found: WageRule[] = [];
  for (const file of files) {
    const rules = Object.values((await import(`./${file}`)) as Record<string, unknown>).filter(isRule);
    const tests = readFileSync(join(folder, file.replace(/\.ts$/, ".test.ts")), "utf8");
    for (const { id } of rules) expect(tests).toContain(`describe("${id}"`);
    found.push(...rules);
  }
  const byId = (rules: readonly WageRule[]) => rules.map(({ id }) => id).sort();
  expect(byId(found)).toEqual(byId([...WAGE_RULES, repeatedRed]));
});

test("every rule names its law and has a Chinese title", () => {
  for (const { title, source } of [...WAGE_RULES, repeatedRed]) {
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(source).toMatch(/第.+条|〔\d{4}〕/);
  }
  expect(new Set([...WAGE_RULES, repeatedRed].map(({ id }) => id)).size).toBe(WAGE_RULES.length + 1);
});

test.each([
  ["G34", "leaverNotSettled", ["保障农民工工资支付条例第十二条", "保障农民工工资支付条例第十六条"]],
  ["G35", "singleWorkerOverMonthMax", ["保障农民工工资支付条例第三十一条", "保障农民工工资支付条例第五十二条"]],
  ["G35", "singleWorkerOverYearMax", ["保障农民工工资支付条例第三十一条", "保障农民工工资支付条例第五十二条"]],
  ["G36", "repeatedRed", ["保障农民工工资支付条例第四条", "保障农民工工资支付条例第三十九条"]],
] as const)("%s: %s rests on %j of the regulation, and on no other article of it", (_, rule, articles) => {
  const { source = "" } = [...WAGE_RULES, repeatedRed].find(({ id }) => id === rule) ?? {};
  const cited = basesIn(source).map(({ statute, article }) => `${statute.title}${article ?? ""}`);
  expect(cited.filter((basis) => basis.startsWith("保障农民工工资支付条例"))).toEqual(articles);
});

test("G38: the days for which a monthly wage is paid are those of 人社部发〔2025〕2号; nothing rests on the document that it repealed", () => {
  const wages = dirname(folder);
  const files = readdirSync(wages, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const texts = files
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(wages, file), "utf8"));
  expect(texts.filter((text) => /劳社部发.2008.3号/.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes("人社部发〔2025〕2号"))).toHaveLength(1);
});

describe("repeatedRed", () => {
  const books = booksOf(cleanSite());

  test("two in a row are joint enforcement, with what each was for", () => {
    const reds = { now: ["一成以上出勤工人无工资发放记录"], before: ["拖欠十人以上工资"] };
    expect(repeatedRed.evaluate({ ...books, reds })).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "人社",
           "text": "上月末：拖欠十人以上工资",
         },
         {
           "department": "人社",
           "text": "本期：一成以上出勤工人无工资发放记录",
         },
       ],
       "message": "上月末与本期均为红色预警，建议启动联合执法",
     },
   ]
  `);
  });

  test("one is not", () => {
    expect(repeatedRed.evaluate({ ...books, reds: { now: ["甲"], before: [] } })).toEqual([]);
    expect(repeatedRed.evaluate({ ...books, reds: { now: [], before: ["甲"] } })).toEqual([]);
  });
});
