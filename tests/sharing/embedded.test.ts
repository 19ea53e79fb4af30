import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import { sampleRecord } from "../../ledger/tests/sample-record.ts";
import type { Ledger } from "../../ledger/store/open-ledger.ts";
import { DEMO_FOUNDERS } from "../../demo/sharing/demo-parties.ts";
import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { schema } from "../../subgraphs/sharing/schema.ts";
import { generateKey } from "../../ledger/tree/key.ts";
import { testDatabase } from "../test-database.ts";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { openEmbeddedSharing, type EmbeddedSharing } from "../../deploy/embedded/embedded-sharing.ts";

let folder: string;
let ledger: Ledger;
let sharing: EmbeddedSharing;
let database: PrismaClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-sharing-"));
  ledger = await openEmbeddedLedger(folder, await testDatabase("embedded_sharing_ledger"));
  const url = await testDatabase("embedded_sharing");
  sharing = await openEmbeddedSharing(url, ledger, generateKey("test/sharing"), folder);
  database = sharing.subgraph.open(url);
});
afterAll(async () => {
  await database.$disconnect();
  await rm(folder, { recursive: true });
});

const changes = async (
  kind: string,
): Promise<readonly { change: { what: string; after: string }; officer: string }[]> => {
  const { rows } = await ledger.database.query<{ record: string }>(
    "SELECT record FROM ledger.leaves WHERE kind = $1 ORDER BY index",
    [kind],
  );
  return rows.map(({ record }) => JSON.parse(record) as never);
};

const as = async (officer: string, department: string, source: string): Promise<unknown> => {
  const contextValue = { database, envelope: { app: "demo", department, officer } };
  return JSON.parse(JSON.stringify(await graphql({ schema, source, contextValue })));
};

const REGISTER = `mutation { registerOfficer(id: "newcomer", department: "housing", name: "新人", roles: [APPLICANT]) { id } }`;

test("the demo's grants are made by steps that are all in the ledger, and made anew after an interrupted start", async () => {
  expect(await sharing.hasParties()).toBe(false);
  // What an interrupted start left half there does not keep the next from being whole.
  const cutShort = sharing.buildDemoGrants(() => {
    throw new Error("cut short");
  });
  await expect(cutShort).rejects.toThrow("cut short");
  expect([await sharing.hasParties(), await database.grant.count()]).toEqual([true, 0]);
  await sharing.buildDemoGrants();
  const grants = await changes("grant-change");
  const opened = await database.grant.count({ where: { state: "ACTIVE" } });
  expect(opened).toBeGreaterThan(20);
  expect(grants.filter(({ change }) => change.what === "grant" && change.after === "ACTIVE")).toHaveLength(opened);
  expect((await changes("workflow")).some(({ officer }) => officer === "demo-reviewer.housing")).toBe(true);
}, 180_000);

test("a register from an earlier start gets the parties that it lacks, and keeps what was changed in it", async () => {
  await database.officerRole.deleteMany({ where: { officerId: { in: ["sj-he", "hr-sun"] } } });
  await database.officer.delete({ where: { id: "sj-he" } });
  const before = await database.sharingEvent.count();
  await sharing.completeParties();
  const roles = await database.officerRole.findMany({ where: { officerId: { in: ["sj-he", "hr-sun"] } } });
  expect(roles.map(({ officerId, role, givenBy }) => ({ officerId, role, givenBy }))).toEqual([
    { officerId: "sj-he", role: "AUDITOR", givenBy: DEMO_FOUNDERS[0] },
  ]);
  expect(await database.sharingEvent.count()).toBe(before + 2);
});

test("a correction is linked to the receipts of the disclosures that carried the value", async () => {
  const coordinates = [{ coordinate: "Person.address", outcome: "CLEAR", rows: 1 }] as const;
  const subjects = [{ type: "Person", pseudonym: "AbCdEfGhIjKlMnOpQrStUv" }];
  const carried = await ledger.append(sampleRecord({ department: "housing", coordinates, subjects }));
  await ledger.append(sampleRecord({ department: "civil-affairs", coordinates, subjects }));
  expect(
    await as(
      "demo-applicant.housing",
      "housing",
      `mutation { fileCorrection(coordinate: "Person.address", subject: "AbCdEfGhIjKlMnOpQrStUv", objection: "不符") { disclosures } }`,
    ),
  ).toEqual({ data: { fileCorrection: { disclosures: [String(carried.index)] } } });
});

test("without the ledger no step is taken", async () => {
  await ledger.close();
  expect(await as(DEMO_FOUNDERS[0], "data-administration", REGISTER)).toMatchObject({
    errors: [{ extensions: { code: "HUB_EVENT_NOT_RECORDED" } }],
  });
  expect(await database.officer.count({ where: { id: "newcomer" } })).toBe(0);
});
