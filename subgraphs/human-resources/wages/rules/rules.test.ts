import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { repeatedRed } from "./repeated-red.ts";
import { WAGE_RULES } from "./rules.ts";

const kebab = (id: string): string =>
  id.replace(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`).replace(/(?<=[a-z])(\d)/g, "-$1");

test("every rule lives in a file of its name with a test beside it, and every file is in the list", () => {
  const files = readdirSync(dirname(fileURLToPath(import.meta.url)));
  const names = [...WAGE_RULES, repeatedRed].map(({ id }) => kebab(id)).sort();
  const rules = files.filter((file) => !file.includes(".test.") && !["rule.ts", "rules.ts"].includes(file));
  expect(rules.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(names);
  for (const name of names) expect(files).toContain(`${name}.test.ts`);
});

test("every rule names its law and has a Chinese title", () => {
  for (const { title, source } of [...WAGE_RULES, repeatedRed]) {
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(source).toMatch(/第.+条|〔\d{4}〕/);
  }
  expect(new Set([...WAGE_RULES, repeatedRed].map(({ id }) => id)).size).toBe(WAGE_RULES.length + 1);
});
