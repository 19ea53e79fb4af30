import { expect, test } from "@jest/globals";
import type { SourceDescription } from "../description/source-description.ts";
import { sparing } from "./fragile.ts";
import type { LimitedQuery, Reader, SourceProblem, SourceQuery } from "./reader.ts";

const QUERY: SourceQuery = { type: "Policy", fields: new Set(["id"]), where: [], order: "asc", take: 1 };
const DESCRIPTION = { source: "old", limits: { concurrency: 1, rows: 10 } } as SourceDescription;

/** A system that does as it is told, and counts how often it was asked. */
const system = (does: () => Promise<readonly object[]>) => {
  const told: SourceProblem[] = [];
  let asked = 0;
  const reader: Reader<LimitedQuery> = {
    read: async () => {
      asked += 1;
      return (await does()) as never;
    },
    isThere: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
  const spared = sparing(reader, DESCRIPTION, (problem) => told.push(problem));
  return {
    read: () => spared.read(QUERY).catch((error: unknown) => (error instanceof Error ? error.message : undefined)),
    told,
    asked: () => asked,
  };
};

test("a system that fails five times in a row is left alone", async () => {
  const { read, told, asked } = system(() =>
    Promise.reject(Object.assign(new Error("rows of 李示例"), { code: "57014" })),
  );
  for (let at = 0; at < 8; at++) expect(await read()).not.toContain("李示例");
  expect(asked()).toBe(5);
  expect(told[0]).toEqual({ source: "old", kind: "Error", code: "57014" });
});

test("one who asks for too much is refused, and takes the system from nobody", async () => {
  let most = true;
  const { read, asked } = system(() =>
    most ? Promise.resolve(Array.from({ length: 11 }, () => ({}))) : Promise.resolve([{ id: "1" }]),
  );
  for (let at = 0; at < 8; at++) await read();
  most = false;
  expect([await read(), asked()]).toEqual([[{ id: "1" }], 9]);
});

test("a flood is refused at the door, and whoever comes after it is answered", async () => {
  const open: (() => void)[] = [];
  const { read } = system(
    () =>
      new Promise((answer) =>
        open.push(() => {
          answer([{ id: "1" }]);
        }),
      ),
  );
  const flood = Array.from({ length: 60 }, () => read());
  const refused = await Promise.race(flood.slice(40));
  expect(refused).toMatch(/old/);
  const answers = setInterval(() => open.shift()?.(), 1);
  const told = await Promise.all(flood);
  expect(told.filter(Array.isArray)).toHaveLength(26);
  expect(await read()).toEqual([{ id: "1" }]);
  clearInterval(answers);
});
