import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
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
