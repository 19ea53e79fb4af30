import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { openAlone } from "../../subgraphs/sharing/main.ts";
import { foundRegister } from "../../subgraphs/sharing/workflow/found-register.ts";
import { schema } from "../../subgraphs/sharing/schema.ts";
import { testDatabase } from "../test-database.ts";

const AUTHORITY = { id: "data-administration", name: "数据局", sharingBody: "共享科", areaCode: "411100000000" };
const FOUNDER = {
  department: AUTHORITY,
  officers: [
    { id: "founder", name: "建立者" },
    { id: "second", name: "建立者之二" },
  ] as const,
};
const REGISTER = `mutation { registerDepartment(id: "housing", name: "住建局", sharingBody: "信息科", areaCode: "411100000000") { id } }`;

let folder: string;
let url: string;
let ledgerUrl: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sharing-alone-"));
  url = await testDatabase("sharing_alone");
  ledgerUrl = await testDatabase("sharing_alone_ledger");
  await migrateDatabase("sharing", url);
});
afterAll(() => rm(folder, { recursive: true }));

const register = async (database: PrismaClient): Promise<unknown> => {
  const contextValue = { database, envelope: { app: "desk", department: AUTHORITY.id, officer: "founder" } };
  return JSON.parse(JSON.stringify(await graphql({ schema, source: REGISTER, contextValue })));
};

const withDatabase = async <Result>(
  opened: Promise<PrismaClient>,
  use: (database: PrismaClient) => Promise<Result>,
): Promise<Result> => {
  const database = await opened;
  try {
    return await use(database);
  } finally {
    await database.$disconnect();
  }
};

test("without a ledger it says so at once, answers questions and takes no step", async () => {
  const told: string[] = [];
  const tell = (message: string): void => void told.push(message);
  await withDatabase(openAlone(url, undefined, tell), async (database) => {
    expect(told).toEqual([expect.stringContaining("NO LEDGER")]);
    await expect(foundRegister(database, FOUNDER)).rejects.toMatchObject({
      extensions: { code: "HUB_EVENT_NOT_RECORDED" },
    });
    const answer = await graphql({
      schema,
      source: "{ departments { id } catalogueThemes }",
      contextValue: { database },
    });
    expect(answer).toMatchObject({ data: { departments: [] } });
    expect(await database.officer.count()).toBe(0);
  });
});

test("a database without a ledger is refused, not taken for one, and so is a ledger without a place for the key", async () => {
  const tell = (): void => undefined;
  await expect(openAlone(url, ledgerUrl, tell, join(folder, "sharing"))).rejects.toThrow("without a ledger");
  await expect(openAlone(url, ledgerUrl, tell, undefined)).rejects.toThrow("HUB_SHARING_KEY");
});

test("with the ledger each step is a leaf, and without it in reach none is taken", async () => {
  const ledger = await openEmbeddedLedger(folder, ledgerUrl);
  const leaves = async (): Promise<readonly unknown[]> => {
    const { rows } = await ledger.database.query<{ record: string }>(
      "SELECT record FROM ledger.leaves WHERE kind = 'workflow' ORDER BY index",
    );
    return rows.map(({ record }) => (JSON.parse(record) as { change: unknown }).change);
  };
  const told: string[] = [];
  await withDatabase(
    openAlone(url, ledgerUrl, (message) => told.push(message), join(folder, "sharing")),
    async (database) => {
      await foundRegister(database, FOUNDER);
      expect(await register(database)).toEqual({ data: { registerDepartment: { id: "housing" } } });
      expect(await leaves()).toEqual([
        { what: "party", id: "data-administration", before: null, after: "REGISTERED" },
        { what: "party", id: "founder", before: null, after: "REGISTERED" },
        { what: "party", id: "second", before: null, after: "REGISTERED" },
        { what: "party", id: "housing", before: null, after: "REGISTERED" },
      ]);
      await ledger.database.query("ALTER TABLE ledger.leaves RENAME TO hidden");
      expect(await register(database)).toMatchObject({ errors: [{ extensions: { code: "HUB_EVENT_NOT_RECORDED" } }] });
      await ledger.database.query("ALTER TABLE ledger.hidden RENAME TO leaves");
      expect(await database.sharingEvent.count({ where: { action: "REGISTER" } })).toBe(4);
    },
  );
  expect(told).toEqual([]);
  await ledger.close();
});
