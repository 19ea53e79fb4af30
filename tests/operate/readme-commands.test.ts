import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

/** A newcomer types what the README says, CI what `.ci/run` says: both mean the scripts of package.json, and the same ones. */

const READMES = ["README.md", "README.zh-CN.md"];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly scripts: Record<string, string> };
const ci = readFileSync(".ci/run", "utf8");

/** Scripts that a text runs by npm, in its order. */
const scriptsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm (?:run (?:--?\w+ )*)?([a-z][\w:]*)/g)].map(([, name = ""]) => name);

test.each(READMES)("N1: the first commands of %s install and start, install and test, and nothing else", (readme) => {
  const blocks = [...readFileSync(readme, "utf8").matchAll(/^```\n([^`]+)\n```$/gm)].map(([, block]) => block);
  expect(blocks.slice(0, 2)).toEqual(["npm ci && npm start", "npm ci && npm test"]);
});

test.each(READMES)("N1: every command that %s names is one that package.json has", (readme) => {
  const named = new Set(scriptsIn(readFileSync(readme, "utf8")));
  expect(named.size).toBeGreaterThan(10);
  const npmsOwn = new Set(["ci", "install", "pack", "i"]);
  expect([...named].filter((name) => !npmsOwn.has(name) && scripts[name] === undefined)).toEqual([]);
});

test("N1: start and test are plain scripts over files that are there, and nothing runs before or after them unsaid", () => {
  const [start = ""] = /deploy\/\S+\.js(?= start$)/.exec(scripts["start"] ?? "") ?? [];
  expect(existsSync(start)).toBe(true);
  expect(scripts["test"]).toMatch(/ jest$/);
  expect(existsSync("jest.config.js")).toBe(true);
  expect(Object.keys(scripts).filter((name) => /^(?:pre|post)(?:start|test|install)$|^install$/.test(name))).toEqual(
    [],
  );
});

test("N1: CI installs, checks what `npm run check` checks, and tests, in this order", () => {
  const checks = scriptsIn(scripts["check"] ?? "");
  expect(checks).toContain("check:types");
  expect(checks.filter((name) => scripts[name] === undefined)).toEqual([]);
  const [, looped = ""] = /^for check in (.+); do$/m.exec(ci) ?? [];
  expect(looped.split(" ").map((name) => `check:${name}`)).toEqual(checks);
  const commands = [...ci.matchAll(/^\s*(?:if )?(npm (?:ci|test|run [^;\n]*\$check))/gm)].map(([, line = ""]) => line);
  expect(commands.map((line) => line.split(" ")[1])).toEqual(["ci", "run", "test"]);
});

test("both guides for operators have the same commands: check:guide follows one of them", () => {
  const [english, chinese] = ["docs/operate/README.md", "docs/operate/README.zh-CN.md"].map((path) =>
    [...readFileSync(path, "utf8").matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, block]) => block),
  );
  expect(chinese).toEqual(english);
  expect(english?.length).toBeGreaterThan(8);
});
