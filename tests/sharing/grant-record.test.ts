import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "pg";
import { compileGrant } from "../../gateway/grant/compile-grant.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import type { Entitlement, GrantRecord } from "../../gateway/grant/grant.ts";
import { parseBar, type Bar } from "../../gateway/grant/bar.ts";
import { parseGrant } from "../../gateway/grant/store/parse-grants.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, matters, STEPS } from "./steps.ts";

const { catalogue } = catalogueOfFile()();

let office: Office;
let replica: Client;
let news: (() => void) | undefined;

beforeAll(async () => {
  office = await openOffice("grant_record");
  office.at("2026-11-24T09:00");
  replica = new Client({ connectionString: office.databaseUrl });
  await replica.connect();
  replica.on("notification", () => news?.());
  await replica.query("listen hub_grants");
});
afterAll(async () => {
  await replica.end();
  await office.close();
});

/** Coordinates under an emergency stop, which gateways deny whatever is granted. */
const stopped = async (): Promise<ReadonlySet<string>> => {
  const { rows } = await replica.query<{ target: string }>(
    "select target from stop_in_force where kind = 'COORDINATE'",
  );
  return new Set(rows.map(({ target }) => target));
};

/** Bars, which keep unconditional data from coming with other grants. */
const bars = async (): Promise<readonly Bar[]> => {
  const { rows } = await replica.query<{ bar: unknown }>("select to_json(b) as bar from bar_in_force b");
  return rows.map(({ bar }, at) => parseBar(`bars[${at}]`, bar));
};

/** A gateway's store reads the same: one SELECT, the same parser as for a file. */
const read = async (): Promise<readonly GrantRecord[]> => {
  const { rows } = await replica.query<{ id: string; document: unknown }>(
    "select id, document, (select version from grant_version) as version from grant_record",
  );
  return rows.map(({ id, document }) => parseGrant(id, document, catalogue));
};

const caller = { app: "human-resources-app", department: "human-resources", officer: "officer", division: null };
const NOW = Date.parse("2026-11-24T02:00:00Z");

const entitlementOf = async (coordinate: string, purpose: string, officer: string | null): Promise<Entitlement> => {
  const item = catalogue.items.get(coordinate);
  if (!item) throw new Error(`${coordinate} is not in the catalogue`);
  const book = createGrantBook(await read(), { stopped: await stopped(), bars: await bars() });
  return compileGrant(book, { caller: { ...caller, officer }, purpose, caseNumber: "C-1" }, NOW).entitlementOf(item);
};

const entitled = async (
  coordinate: string,
  purpose = "PENSION_CHECK",
  officer: string | null = caller.officer,
): Promise<string> => {
  const entitlement = await entitlementOf(coordinate, purpose, officer);
  return entitlement.kind === "granted" ? entitlement.outcome : entitlement.kind;
};

/** Milliseconds from the acknowledged step to the notification. */
const noticeAfter = async (step: () => Promise<unknown>): Promise<number> => {
  const noticed = new Promise<number>((resolve) => {
    news = () => {
      resolve(performance.now());
    };
  });
  await step();
  const acknowledged = performance.now();
  return (await noticed) - acknowledged;
};

// One file, though long: all of it looks at one register and one store through the same officers, which take seconds to open.
test("a gateway reads what the workflow gave, with its own parser, and hears of every change at once", async () => {
  expect(await entitled("Person.name")).toBe("NO_GRANT");
  const id = await matters(office).granted();
  expect(await entitled("Person.name")).toBe("NO_GRANT");
  expect(await noticeAfter(() => office.done("owner.public-security", STEPS.activateGrant, { id }))).toBeLessThan(500);
  expect(await entitled("Person.name")).toBe("CLEAR");
  expect(await entitled("Person.address")).toBe("MASKED");
  expect(await entitled("Person.birthDate")).toBe("NO_GRANT");
  expect(await entitled("Person.name", "ANOTHER")).toBe("PURPOSE_MISMATCH");
  expect(await noticeAfter(() => office.done("applicant.human-resources", STEPS.narrowGrant, { id }))).toBeLessThan(
    500,
  );
  expect(await entitled("Person.address")).toBe("NO_GRANT");
  expect(await noticeAfter(() => office.done("reviewer.public-security", STEPS.revokeGrant, { id }))).toBeLessThan(500);
  expect(await entitled("Person.name")).toBe("NO_GRANT");
});

test.each([
  ["APP", "human-resources-app", "NO_GRANT", "NO_GRANT"],
  ["DEPARTMENT", "human-resources", "NO_GRANT", "NO_GRANT"],
  ["PROVIDER", "public-security", "NO_GRANT", "NO_GRANT"],
  ["COORDINATE", "Person.name", "STOPPED", "MASKED"],
])("an emergency stop of %s %s takes away what it names and nothing else", async (kind, target, name, address) => {
  await matters(office).active();
  expect([await entitled("Person.name"), await entitled("Person.address")]).toEqual(["CLEAR", "MASKED"]);
  const stop = { id: "" };
  const put = async (): Promise<void> => {
    const made = await office.done<{ id: string }>("security-administrator.housing", STEPS.emergencyStop, {
      kind,
      target,
    });
    stop.id = made.id;
  };
  expect(await noticeAfter(put)).toBeLessThan(500);
  expect([await entitled("Person.name"), await entitled("Person.address")]).toEqual([name, address]);
  await office.done("security-administrator.data-administration", STEPS.liftStop, stop);
  expect([await entitled("Person.name"), await entitled("Person.address")]).toEqual(["CLEAR", "MASKED"]);
});

describe("第二十条: an owner decides for fewer rows than were asked for", () => {
  const purpose = "NARROWED_CHECK";
  const decide = (id: string, address: object): Promise<string> =>
    office.refused("owner.public-security", STEPS.decideItems, {
      id,
      decisions: [
        { coordinate: "Person.name", decision: "CLEAR" },
        { coordinate: "Person.address", decision: "MASKED", ...address },
      ],
    });
  const received = async (): Promise<string> => {
    const input = { ...APPLICATION, purposeCode: purpose, rowScope: ["411102", "411103"] };
    const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.submitApplication, { input });
    await office.done("reviewer.human-resources", STEPS.consentToApplication, { id });
    return id;
  };
  const scopeOf = async (coordinate: string): Promise<unknown> => {
    const entitlement = await entitlementOf(coordinate, purpose, caller.officer);
    return entitlement.kind === "granted" ? entitlement.scope : entitlement.kind;
  };

  test.each([
    ["everything", { rowScope: ["4111"], reason: "r" }],
    ["a neighbour", { rowScope: ["411104"], reason: "r" }],
    ["a neighbour beside what was asked for", { rowScope: ["411102", "411121"], reason: "r" }],
    ["nothing at all", { rowScope: [], reason: "r" }],
    ["less without a reason", { rowScope: ["411103"] }],
  ])("第二十五条: cannot be decided for %s", async (_, address) => {
    const id = await received();
    expect(await decide(id, address)).toBe("HUB_APPLICATION_INVALID");
    const items = await office.database.applicationItem.findMany({ where: { applicationId: Number(id) } });
    expect(items.map(({ decision, rowScope }) => [decision, rowScope])).toEqual([
      ["PENDING", []],
      ["PENDING", []],
    ]);
  });

  test("the applicant sees the rows and the reason, the gateway enforces them by coordinate, a renewal asks for no more", async () => {
    const id = await received();
    expect(await decide(id, { rowScope: ["411103000000"], reason: "源汇区的地址不在核查之列" })).toBe("allowed");
    expect(office.events.at(-1)?.detail).toMatchObject({
      decisions: [
        { coordinate: "Person.address", decision: "MASKED", rowScope: ["411103"] },
        { coordinate: "Person.name", decision: "CLEAR" },
      ],
    });
    const { grants } = await office.done<{ grants: { id: string }[] }>(
      "reviewer.public-security",
      STEPS.confirmDecision,
      { id },
    );
    for (const grant of grants) await office.done("owner.public-security", STEPS.activateGrant, grant);
    const SEEN = `query ($id: ID!) { application(id: $id) { items { coordinate decision rowScope reason }
      grants { rowScope items { coordinate } } } }`;
    expect(await office.done("applicant.human-resources", SEEN, { id })).toEqual({
      items: [
        { coordinate: "Person.address", decision: "MASKED", rowScope: ["411103"], reason: "源汇区的地址不在核查之列" },
        { coordinate: "Person.name", decision: "CLEAR", rowScope: [], reason: null },
      ],
      grants: [
        { rowScope: ["411103"], items: [{ coordinate: "Person.address" }] },
        { rowScope: ["411102", "411103"], items: [{ coordinate: "Person.name" }] },
      ],
    });
    expect(await scopeOf("Person.address")).toEqual(["411103"]);
    expect(await scopeOf("Person.name")).toEqual(["411102", "411103"]);

    const renewed = await office.done<{ id: string }>("applicant.human-resources", STEPS.renewGrant, grants[0]);
    expect(await office.database.application.findUniqueOrThrow({ where: { id: Number(renewed.id) } })).toMatchObject({
      rowScope: ["411103"],
    });
  });

  test("T8: a renewal asks for what the grant still holds, and brings nothing back that was taken out", async () => {
    const held = await matters(office).active();
    await office.done("applicant.human-resources", STEPS.narrowGrant, { id: held });
    const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.renewGrant, { id: held });
    const items = await office.database.applicationItem.findMany({ where: { applicationId: Number(id) } });
    expect(items.map(({ coordinate, wished }) => [coordinate, wished])).toEqual([["Person.name", "CLEAR"]]);
  });

  test("第二十五条: a scope that somebody widened in the database gives no row more than was asked for", async () => {
    const id = await received();
    await decide(id, {});
    const wider = { applicationId: Number(id), coordinate: "Person.address" };
    await office.database.applicationItem.updateMany({ where: wider, data: { rowScope: ["4111", "411103"] } });
    await office.done("reviewer.public-security", STEPS.confirmDecision, { id });
    const grants = await office.database.grant.findMany({
      where: { applicationId: Number(id) },
      orderBy: { id: "asc" },
    });
    expect(grants.map(({ rowScope }) => rowScope)).toEqual([["411103"], ["411102", "411103"]]);
  });
});

test("a stop whose target is not there stops nothing and says so", async () => {
  for (const target of [
    { kind: "APP", target: "no-such-app" },
    { kind: "COORDINATE", target: "Person.nonsense" },
    { kind: "PROVIDER", target: "nowhere" },
  ]) {
    expect(await office.refused("security-administrator.housing", STEPS.emergencyStop, target)).toBe("HUB_NOT_FOUND");
  }
});

describe("R2: what its owner barred comes with no grant", () => {
  const purposeCode = "BARRED_CHECK";
  const OPEN = "Enterprise.name";
  const APPLICANT = "applicant.human-resources";
  const OWNER = "owner.enterprise";
  const given = (): Promise<string> => entitled(OPEN, purposeCode);

  /** By rule, from 市场监管; the second application is about 公安's data, with which the first comes too. */
  const apply = async (items: readonly object[]): Promise<string> => {
    const input = { ...APPLICATION, purposeCode, items };
    const { id } = await office.done<{ id: string }>(APPLICANT, STEPS.submitApplication, { input });
    await office.done("reviewer.human-resources", STEPS.consentToApplication, { id });
    return id;
  };
  const byRule = async (): Promise<string> => {
    const id = await apply([{ coordinate: OPEN, outcome: "CLEAR" }]);
    const grant = await office.database.grant.findFirstOrThrow({ where: { applicationId: Number(id) } });
    return `G${grant.id}`;
  };

  test("neither with another owner's grant, nor with another grant by rule; lifted, it comes back within a second", async () => {
    const [taken] = [await byRule(), await byRule()];
    const other = await apply(APPLICATION.items);
    const decisions = [
      { coordinate: "Person.name", decision: "CLEAR" },
      { coordinate: "Person.address", decision: "MASKED" },
    ];
    await office.done("owner.public-security", STEPS.decideItems, { id: other, decisions });
    const { grants } = await office.done<{ grants: { id: string }[] }>(
      "reviewer.public-security",
      STEPS.confirmDecision,
      { id: other },
    );
    for (const grant of grants) await office.done("owner.public-security", STEPS.activateGrant, grant);
    expect(await given()).toBe("CLEAR");

    expect(await noticeAfter(() => office.done("reviewer.enterprise", STEPS.revokeGrant, { id: taken }))).toBeLessThan(
      500,
    );
    const { id: bar } = await office.database.bar.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(await entitlementOf(OPEN, purposeCode, caller.officer)).toEqual({
      kind: "BARRED",
      bar: {
        id: String(bar),
        app: caller.app,
        department: caller.department,
        purpose: purposeCode,
        provider: "enterprise",
        reason: "用途已完成",
        since: NOW - 3_600_000,
        until: null,
      },
    });
    expect(await entitled("Person.name", purposeCode)).toBe("CLEAR");
    expect(await noticeAfter(() => office.done(OWNER, STEPS.liftBar, { id: String(bar) }))).toBeLessThan(500);
    expect(await given()).toBe("CLEAR");
  });

  test("a bar of the whole department and every purpose, and what the owner decides to give in spite of it", async () => {
    const all = { department: "human-resources", reason: "核查用途存疑" };
    const { id: bar } = await office.done<{ id: string }>(OWNER, STEPS.imposeBar, all);
    expect([await given(), await entitled(OPEN, "PENSION_CHECK")]).toEqual(["BARRED", "BARRED"]);
    const id = await apply([{ coordinate: OPEN, outcome: "CLEAR" }]);
    await office.done(OWNER, STEPS.decideItems, { id, decisions: [{ coordinate: OPEN, decision: "CLEAR" }] });
    const { grants } = await office.done<{ grants: { id: string; state: string }[] }>(
      "reviewer.enterprise",
      STEPS.confirmDecision,
      { id },
    );
    for (const grant of grants) await office.done(OWNER, STEPS.activateGrant, { id: grant.id });
    expect([await given(), await entitled("Enterprise.status", purposeCode)]).toEqual(["CLEAR", "BARRED"]);
    await office.done("authority.data-administration", STEPS.liftBar, { id: bar });
    expect(await entitled("Enterprise.status", purposeCode)).toBe("CLEAR");
  });
});

test("every app can reach the workflow itself, and with that purpose no department's rows", async () => {
  const own = (await read()).find(({ id }) => id === "sharing:housing-app");
  expect(own).toMatchObject({ purpose: { code: "DATA_SHARING" }, rowScope: [] });
  expect(own?.items.size).toBe(0);
});

test("whoever writes, the change is announced and counted in the same transaction", async () => {
  const version = async (): Promise<number> =>
    Number((await replica.query<{ version: string }>("select version from grant_version")).rows[0]?.version);
  const before = await version();
  await replica.query("begin");
  await replica.query("update sharing_grant set reason = 'by hand'");
  await replica.query("rollback");
  expect(await version()).toBe(before);
  await replica.query("update sharing_grant set reason = 'by hand'");
  expect(await version()).toBe(before + 1);
});

test("S22: an automatic job is asked for, decided by the provider, and served without an officer from then on", async () => {
  const alone = (purpose: string) => entitled("Person.name", purpose, null);
  await matters(office, { purposeCode: "ATTENDED" }).active();
  expect([await entitled("Person.name", "ATTENDED"), await alone("ATTENDED")]).toEqual(["CLEAR", "OFFICER_REQUIRED"]);
  await matters(office, { purposeCode: "AUTOMATIC", unattended: true }).active();
  expect([await entitled("Person.name", "AUTOMATIC"), await alone("AUTOMATIC")]).toEqual(["CLEAR", "CLEAR"]);
  const rules = (await office.database.grant.findMany({ where: { purposeCode: "AUTOMATIC" } })).map(
    ({ byRule, unattended }) => [byRule, unattended],
  );
  expect(new Set(rules.map((row) => row.join()))).toEqual(new Set(["false,true"]));
});

test("20.6: a grant says the way that was applied for where it is more than asking; one from before says nothing, as the ledger states it", async () => {
  const given = async (sharingMethod: string): Promise<GrantRecord> => {
    const purposeCode = `BY_${sharingMethod}`;
    await matters(office, { purposeCode, sharingMethod }).active();
    return (await read()).find(({ purpose }) => purpose.code === purposeCode) as GrantRecord;
  };
  const [batch, file, asking] = [await given("BATCH"), await given("FILE"), await given("INTERFACE")];
  expect([batch.method, file.method, asking.method]).toEqual(["BATCH", "FILE", undefined]);
  await replica.query("update sharing_grant set sharing_method = null where 'G' || id = $1", [batch.id]);
  expect((await read()).find(({ id }) => id === batch.id)?.method).toBeUndefined();
});
