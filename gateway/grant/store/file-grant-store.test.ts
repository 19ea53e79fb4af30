import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { openFileGrantStore, type GrantFileNews } from "./file-grant-store.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-grants-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const catalogue = buildCatalogue(`
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "http://a") }
  type Query @join__type(graph: A) { open: Int }`);

const file = (coordinate: string): string => `
grants:
  - id: g1
    consumer: { app: rental-check }
    purpose: { code: PUBLIC_RENTAL, name: 公租房资格核查, basis: 公共租赁住房管理办法 }
    validFrom: 2026-01-01T00:00:00Z
    validTo: 2027-01-01T00:00:00Z
    rowScope: ["4111"]
    quota: { requestsPerDay: 100000, subjectsPerDay: 50000 }
    items: { "${coordinate}": CLEAR }
`;

const until = async (condition: () => boolean): Promise<number> => {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > 5_000) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return performance.now() - started;
};

test("a change is in force within a second; a bad file is refused loudly and the last good one stays", async () => {
  const path = join(folder, "grants.yaml");
  writeFileSync(path, file("Query.open"));
  const news: GrantFileNews[] = [];
  const store = openFileGrantStore({ path, catalogue: () => catalogue, report: (found) => news.push(found) });
  const first = store.current();
  expect(first.grantsFor({ app: "rental-check", department: "housing" })[0]).toMatchObject({
    id: "g1",
    rowScope: ["4111"],
    quota: { requestsPerDay: 100_000, subjectsPerDay: 50_000 },
    purpose: { code: "PUBLIC_RENTAL", name: "公租房资格核查" },
  });

  for (const bad of [file("Query.gone"), "grants: [", ""]) {
    const before = news.length;
    writeFileSync(path, bad);
    expect(await until(() => news.length > before)).toBeLessThan(1_000);
    expect(news.at(-1)?.kind).toBe("refused");
    expect(store.current()).toBe(first);
  }
  const refused = news.length;
  rmSync(path);
  await until(() => news.length > refused);
  expect(store.current()).toBe(first);

  writeFileSync(`${path}.new`, file("Query.*"));
  renameSync(`${path}.new`, path);
  expect(await until(() => store.current() !== first)).toBeLessThan(1_000);
  expect(store.current().version).not.toBe(first.version);
  expect(news.filter(({ kind }) => kind === "loaded")).toHaveLength(2);
  await store.close();
});

test("a file that says the same again is told to nobody, and a closed store reads none", async () => {
  const path = join(folder, "again.yaml");
  writeFileSync(path, file("Query.open"));
  const told: string[] = [];
  // The folder is watched: nobody waits for the next look at the file.
  const open = (name: string) =>
    openFileGrantStore({
      path,
      catalogue: () => catalogue,
      report: ({ kind }) => told.push(`${name} ${kind}`),
      interval: 60_000,
    });
  const store = open("store");
  const writes = (text: string): void => {
    writeFileSync(path, text);
    store.reload();
  };
  for (const text of [file("Query.open"), "grants: [", "grants: [", file("Query.open"), "grants: ["]) writes(text);
  expect(told).toEqual(["store loaded", "store refused", "store refused"]);
  writes(file("Query.*"));
  expect(told).toEqual(["store loaded", "store refused", "store refused", "store loaded"]);

  await store.close();
  const witness = open("witness");
  writeFileSync(path, file("Query.gone"));
  await until(() => told.includes("witness refused"));
  expect(told.slice(4)).toEqual(["witness loaded", "witness refused"]);
  await witness.close();
});

test("a file behind a link that is turned to another folder, of which no file system tells, is found by looking", async () => {
  for (const [version, coordinate] of ["Query.open", "Query.*"].entries()) {
    mkdirSync(join(folder, `v${version}`));
    writeFileSync(join(folder, `v${version}`, "grants.yaml"), file(coordinate));
  }
  const turn = (version: number): void => {
    symlinkSync(`v${version}`, join(folder, "next"));
    renameSync(join(folder, "next"), join(folder, "live"));
  };
  turn(0);
  const path = join(folder, "live", "grants.yaml");
  const store = openFileGrantStore({ path, catalogue: () => catalogue, report: () => undefined, interval: 5 });
  const { version } = store.current();
  // The first look only notes what is there.
  await new Promise((resolve) => setTimeout(resolve, 20));
  turn(1);
  await until(() => store.current().version !== version);
  await store.close();
});

test("a first file that is bad does not start", () => {
  const path = join(folder, "bad.yaml");
  writeFileSync(path, file("Query.gone"));
  expect(() => openFileGrantStore({ path, catalogue: () => catalogue, report: () => undefined })).toThrow(
    /expected a field of this graph/,
  );
});

test("S6: a grant for cover, which is no investigation and could never be lifted, is refused", () => {
  const path = join(folder, "cover.yaml");
  const given = file("Query.open");
  writeFileSync(path, given.replace(/^( +)purpose:/m, "$1covert: cover\n$1purpose:"));
  expect(() => openFileGrantStore({ path, catalogue: () => catalogue, report: () => undefined })).toThrow(
    /expected an investigation, which cover is none of/,
  );
});
