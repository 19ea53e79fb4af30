import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { compileGrant } from "../../gateway/grant/compile-grant.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import type { GrantRecord } from "../../gateway/grant/grant.ts";
import { parseGrant } from "../../gateway/grant/parse-grants.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { openOffice, type Office } from "./office.ts";
import { matters, STEPS } from "./steps.ts";

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

/** What a gateway's store does: one SELECT, the same parser as for a file. */
const read = async (): Promise<readonly GrantRecord[]> => {
  const { rows } = await replica.query<{ id: string; document: unknown }>(
    "select id, document, (select version from grant_version) as version from grant_record",
  );
  return rows.map(({ id, document }) => parseGrant(id, document, catalogue));
};

const caller = { app: "human-resources-app", department: "human-resources", division: null };
const NOW = Date.parse("2026-11-24T02:00:00Z");

const entitled = async (coordinate: string, purpose = "PENSION_CHECK"): Promise<string> => {
  const item = catalogue.items.get(coordinate);
  if (!item) throw new Error(`${coordinate} is not in the catalogue`);
  const entitlement = compileGrant(createGrantBook(await read()), caller, purpose, NOW).entitlementOf(item);
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
  expect(await noticeAfter(() => office.done("owner.public-security", STEPS.revokeGrant, { id }))).toBeLessThan(500);
  expect(await entitled("Person.name")).toBe("NO_GRANT");
});

test.each([
  ["APP", "human-resources-app", "NO_GRANT", "NO_GRANT"],
  ["DEPARTMENT", "human-resources", "NO_GRANT", "NO_GRANT"],
  ["PROVIDER", "public-security", "NO_GRANT", "NO_GRANT"],
  ["COORDINATE", "Person.name", "NO_GRANT", "MASKED"],
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

test("a stop whose target is not there stops nothing and says so", async () => {
  for (const target of [
    { kind: "APP", target: "no-such-app" },
    { kind: "COORDINATE", target: "Person.nonsense" },
    { kind: "PROVIDER", target: "nowhere" },
  ]) {
    expect(await office.refused("security-administrator.housing", STEPS.emergencyStop, target)).toBe("HUB_NOT_FOUND");
  }
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
