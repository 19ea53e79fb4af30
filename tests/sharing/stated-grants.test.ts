import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "pg";
import { statedGrants } from "../../gateway/grant/store/stated-grants.ts";
import { stateGrounds } from "../../gateway/record/state-grants.ts";
import { disclosuresOutsideGrants } from "../../ledger/grants/verify-grants.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { openLedger, type Ledger } from "../../ledger/store/open-ledger.ts";
import { ed25519Verifier, generateKey } from "../../ledger/tree/key.ts";
import { ledgerServices } from "../../subgraphs/sharing/ledger-services.ts";
import type { Prisma } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { adoptAll } from "../../subgraphs/sharing/workflow/adopt-all.ts";
import { testDatabase } from "../test-database.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, type Replica } from "./replica.ts";
import { matters, STEPS } from "./steps.ts";

/*
 * R4: the grant that was approved is the grant that is used. The attacker owns the workflow's database and may even append to the
 * ledger, but has not the key of the sharing service.
 */

const key = generateKey("test/sharing");
const verifier = ed25519Verifier(key.verifier);
let office: Office;
let ledger: Ledger;
let owner: Client;
let gateway: Replica;

const emptied = async (name: string): Promise<string> => {
  const url = await testDatabase(name);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema if exists ledger cascade; drop schema public cascade; create schema public");
  await client.end();
  return url;
};

const serving = async (checks: boolean): Promise<Replica> =>
  openReplica(office.gatewayUrl, undefined, {
    ledger: { append: ledger.append, stateGround: stateGrounds(ledger.append) },
    ...(checks ? { statements: await statedGrants(ledger.database, [key.verifier]) } : {}),
  });

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await emptied("stated_grants_ledger"), origin: "test/ledger" });
  office = await openOffice("stated_grants", ledgerServices(ledger, key));
  owner = new Client({ connectionString: office.databaseUrl });
  await owner.connect();
  gateway = await serving(true);
});
afterAll(async () => {
  await gateway.close();
  await owner.end();
  await office.close();
  await ledger.close();
});

const until = async (what: () => boolean): Promise<void> => {
  const started = performance.now();
  while (!what()) {
    if (performance.now() - started > 5_000) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Waits until the gateway has read whatever was committed before. */
const settled = async (replica: Replica, served: boolean): Promise<void> => {
  await until(() => replica.grants() === served);
};

const NAME = /"name":"李示例"/;
const numberOf = (grant: string): number => Number(grant.slice(1));

describe("R4: a grant is served with the content that was approved, and with no other", () => {
  test("an approved grant is served; what the database's owner writes into it releases nothing, and verify tells it", async () => {
    const grant = await matters(office).active();
    await settled(gateway, true);
    expect(await gateway.ask()).toMatch(NAME);
    expect(await disclosuresOutsideGrants(ledger.database, [verifier])).toMatchObject({ fromFiles: 0, unknown: [] });

    await owner.query("insert into grant_item (grant_id, coordinate, outcome) values ($1, 'Person.*', 'CLEAR')", [
      numberOf(grant),
    ]);
    await settled(gateway, false);
    expect(await gateway.ask()).not.toMatch(NAME);

    // A gateway that does not look releases it. Whoever reads the ledger learns of it.
    const careless = await serving(false);
    try {
      await settled(careless, true);
      expect(await careless.ask()).toMatch(NAME);
    } finally {
      await careless.close();
    }
    const { unknown } = await disclosuresOutsideGrants(ledger.database, [verifier]);
    expect(unknown).toEqual([
      expect.stringMatching(
        /^index \d+: 1 disclosures under [0-9a-f]{64}, by grants that nobody approved: G1 [0-9a-f]{64}$/,
      ),
    ]);
    await owner.query("delete from grant_item where coordinate = 'Person.*'");
    await settled(gateway, true);
    expect(await gateway.ask()).toMatch(NAME);
  });

  test("a step of the workflow states the new content: narrowed, the grant is served on; expired rows and other stops leave it as it is", async () => {
    await office.done("applicant.human-resources", STEPS.narrowGrant, { id: "G1" });
    await settled(gateway, true);
    expect(await gateway.ask()).toMatch(NAME);
    const stop = { kind: "COORDINATE", target: "Person.birthDate" };
    const { id } = await office.done<{ id: string }>("security-administrator.housing", STEPS.emergencyStop, stop);
    expect(await gateway.ask()).toMatch(NAME);
    await office.done("security-administrator.data-administration", STEPS.liftStop, { id });
  });

  test("a revoked grant that is set back by hand stays dead, with an old leaf appended again too", async () => {
    await office.done("reviewer.public-security", STEPS.revokeGrant, { id: "G1" });
    await settled(gateway, false);
    const { rows } = await ledger.database.query<{ record: string }>(
      `SELECT record FROM ledger.leaves WHERE kind = 'grant-change' AND record LIKE '%"signature":%' ORDER BY index`,
    );
    const leaf = JSON.parse(rows[0]?.record ?? "") as DisclosureRecord;
    const narrowed = JSON.parse(rows.at(-2)?.record ?? "") as DisclosureRecord & { id: string };
    for (const record of [leaf, narrowed]) await ledger.append({ ...record, subjects: [] });
    await owner.query("update sharing_grant set state = 'ACTIVE' where id = 1");
    const fresh = await serving(true);
    try {
      expect([fresh.grants(), gateway.grants()]).toEqual([false, false]);
      expect(await fresh.ask()).not.toMatch(NAME);
    } finally {
      await fresh.close();
      await owner.query("update sharing_grant set state = 'REVOKED' where id = 1");
    }
  });

  test("a statement under another key is none", async () => {
    const forger = ledgerServices(ledger, generateKey("test/sharing"));
    const { id } = await office.database.grant.create({
      data: { ...((await copyOf(1)) as Prisma.GrantUncheckedCreateInput), state: "ACTIVE" },
    });
    await office.database.grantItem.create({ data: { grantId: id, coordinate: "Person.name", outcome: "CLEAR" } });
    await forger.onEvent({
      kind: "grant-change",
      time: "2027-01-01T00:00:00.000Z",
      app: "a",
      department: "d",
      officer: "o",
      role: null,
      action: "ACTIVATE",
      article: null,
      change: { what: "grant", id: `G${id}`, before: null, after: "ACTIVE" },
      detail: {},
      grantHash: "0".repeat(64),
    });
    const fresh = await serving(true);
    expect(fresh.grants()).toBe(false);
    await fresh.close();
  });

  test("grants from before the key are adopted once, by name, and never again", async () => {
    const another = generateKey("test/another");
    const adopted = { action: "ADOPT", matter: "grant" };
    const count = async (): Promise<number> => office.database.sharingEvent.count({ where: adopted });
    await adoptAll(office.database, ledger.database, key.verifier);
    expect(await count()).toBe(0);
    await adoptAll(office.database, ledger.database, another.verifier);
    expect(await count()).toBe(1);
  });
});

describe("L15: a role is one that a step of the workflow gave; what the database's owner writes into the register is none", () => {
  const INTRUDER = "intruder.human-resources";
  const PROVIDER = "owner.public-security";
  const suspending = async (officer: string) => office.refused(officer, STEPS.suspendGrant, { id: "G1" });
  const asks = (officer: string) => gateway.askAs({ officer });
  const fits = (officer: string) => gateway.fits({ officer });
  let grant: string;

  beforeAll(async () => {
    grant = await matters(office).active();
    await settled(gateway, true);
  });

  test("an officer who was never registered gets no data, no list and takes no step", async () => {
    await owner.query(`insert into officer (id, department_id, name) values ('${INTRUDER}', 'human-resources', '某某');
      insert into officer_role (officer_id, role, given_by, given_at) values ('${INTRUDER}', 'OWNER', 'founder.data-administration', now());
      insert into officer (id, department_id, name) values ('intruder.public-security', 'public-security', '某某');
      insert into officer_role (officer_id, role, given_by, given_at, confirmed_by)
        values ('intruder.public-security', 'OWNER', 'founder.data-administration', now(), 'second-founder.data-administration')`);
    // A gateway that has read all of it.
    const fresh = await serving(true);
    expect([fresh.fits({ officer: INTRUDER }), fresh.fits({}), await fresh.askAs({ officer: INTRUDER })]).toEqual([
      false,
      true,
      expect.stringContaining("HUB_"),
    ]);
    await fresh.close();
    expect(await asks(INTRUDER)).not.toMatch(NAME);
    expect(await office.refused("intruder.public-security", STEPS.suspendGrant, { id: grant })).toBe(
      "HUB_OFFICER_UNKNOWN",
    );
    expect(await office.refused("intruder.public-security", "{ grants { edges { node { id } } } }")).toBe(
      "HUB_OFFICER_UNKNOWN",
    );
  });

  test.each([
    [
      `insert into officer_role (officer_id, role, given_by, given_at) values ('owner.human-resources', 'AUDITOR', 'x', now())`,
      `delete from officer_role where officer_id = 'owner.human-resources' and role = 'AUDITOR'`,
    ],
    [
      `update officer set department_id = 'housing' where id = 'owner.human-resources'`,
      `update officer set department_id = 'human-resources' where id = 'owner.human-resources'`,
    ],
    [
      `update department set area_code = '410000000000' where id = 'human-resources'`,
      `update department set area_code = '411100000000' where id = 'human-resources'`,
    ],
    [
      `update app set department_id = 'housing' where id = 'human-resources-app'`,
      `update app set department_id = 'human-resources' where id = 'human-resources-app'`,
    ],
    [
      `update app set origins = '{https://evil.example}' where id = 'human-resources-app'`,
      `update app set origins = '{}' where id = 'human-resources-app'`,
    ],
  ])("an entry that was changed by hand is nobody's until it is as it was registered: %s", async (change, back) => {
    expect(fits("owner.human-resources")).toBe(true);
    await owner.query(change);
    await gateway.until(() => !fits("owner.human-resources"));
    expect(await asks("owner.human-resources")).not.toMatch(NAME);
    await owner.query(back);
    await gateway.until(() => fits("owner.human-resources"));
    expect(await asks("owner.human-resources")).toMatch(NAME);
  });

  test("a role that was taken back stays taken back, however it is written there again", async () => {
    office.at("2026-11-02T10:00");
    await office.registered(PROVIDER, "public-security", "APPLICANT");
    expect(await suspending(PROVIDER)).toMatch(/^HUB_STEP_REFUSED/);
    await owner.query(`update officer_role set role = 'OWNER' where officer_id = '${PROVIDER}'`);
    expect(await suspending(PROVIDER)).toBe("HUB_OFFICER_UNKNOWN");
    await owner.query(`update officer_role set role = 'APPLICANT' where officer_id = '${PROVIDER}'`);
    office.at("2026-11-02T11:00");
    await office.registered(PROVIDER, "public-security", "OWNER");
    await office.done(PROVIDER, STEPS.suspendGrant, { id: grant });
  });

  test("parties from before the key are adopted once, by name, and never again", async () => {
    const count = () => office.database.sharingEvent.count({ where: { action: "ADOPT", matter: "party" } });
    const before = await count();
    await adoptAll(office.database, ledger.database, key.verifier);
    expect([before > 0, await count()]).toEqual([true, before]);
  });
});

const copyOf = async (number: number) => {
  const grant: Record<string, unknown> = {
    ...(await office.database.grant.findUniqueOrThrow({ where: { id: number } })),
  };
  delete grant["id"];
  return { ...grant, byRule: true } as unknown;
};
