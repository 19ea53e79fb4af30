import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { parseOverlay } from "../../../schema/catalog/overlay.ts";
import { openNetwork } from "../../../tests/network.ts";
import { testDatabase } from "../../../tests/test-database.ts";
import { compileGrant, purposesOf } from "../compile-grant.ts";
import { GrantsUnavailable, type GrantStore } from "./grant-store.ts";
import type { GrantableItem } from "../grant.ts";
import { openHubGrantStore, type HubGrantNews } from "./hub-grant-store.ts";

const catalogue = buildCatalogue(
  `schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
   enum join__Graph { A @join__graph(name: "housing", url: "http://a") }
   type Query @join__type(graph: A) { open: Int asked: Int }`,
  parseOverlay({
    items: {
      "Query.open": { share: "UNCONDITIONAL", level: "L1" },
      "Query.asked": { share: "CONDITIONAL", level: "L3" },
    },
  }),
);
const NOW = Date.parse("2026-06-01T00:00:00Z");
const asking = {
  caller: { app: "rental-check", department: "housing", officer: "officer", division: null },
  caseNumber: "C-1",
};
let url = "";
let admin: pg.Client;

beforeAll(async () => {
  url = await testDatabase("hub_grant_store");
  admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query("drop schema public cascade; create schema public");
  const migrations = new URL("../../../subgraphs/sharing/prisma/migrations/", import.meta.url);
  for (const file of readdirSync(migrations).sort()) await admin.query(readFileSync(new URL(file, migrations), "utf8"));
  // The store reads grants, not how they came about.
  await admin.query("alter table sharing_grant drop constraint sharing_grant_application_id_fkey");
  await admin.query("insert into department values ('housing', '住建局', '办公室', '411100000000')");
  await admin.query("insert into app values ('rental-check', 'housing', '公租房资格核查')");
});
afterAll(() => admin.end());

let application = 0;
const give = async (coordinate: string): Promise<number> => {
  const { rows } = await admin.query<{ id: number }>(
    `insert into sharing_grant (state, application_id, app_id, department_id, provider, by_rule, purpose_code, purpose_name, legal_basis, row_scope, consented_at, valid_from, valid_to)
     values ('ACTIVE', $1, 'rental-check', 'housing', 'public-security', false, 'P', '用途', '依据', '{4111}', now(), '2026-01-01', '2027-01-01') returning id`,
    [++application],
  );
  const id = rows[0]?.id ?? 0;
  await admin.query("insert into grant_item (grant_id, coordinate, outcome) values ($1, $2, 'CLEAR')", [
    id,
    coordinate,
  ]);
  return id;
};

const until = async (what: () => boolean, limit = 5_000): Promise<number> => {
  const started = performance.now();
  while (!what()) {
    if (performance.now() - started > limit) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - started;
};
const kindOf = (store: GrantStore, coordinate: string): string => {
  try {
    return compileGrant(store.current(), { ...asking, purpose: "P" }, NOW).entitlementOf(
      catalogue.items.get(coordinate) as GrantableItem,
    ).kind;
  } catch (error) {
    return error instanceof GrantsUnavailable ? "closed" : "failed";
  }
};

test("an app's pages and its answer to denials are in the register within a second", async () => {
  const store = openHubGrantStore({ connectionString: url, catalogue: () => catalogue, report: () => undefined });
  const app = () => {
    try {
      return store.current().register?.apps.get("rental-check");
    } catch {
      return undefined;
    }
  };
  await until(() => app() !== undefined);
  expect(app()).toEqual({ department: "housing", onDenied: "tell", origins: [], keys: [], operations: new Map() });
  await admin.query(
    "update app set origins = '{https://rental.example}', on_denied = 'QUIET' where id = 'rental-check'",
  );
  expect(await until(() => app()?.onDenied === "quiet")).toBeLessThan(1_000);
  expect(app()).toEqual({
    department: "housing",
    onDenied: "quiet",
    origins: ["https://rental.example"],
    keys: [],
    operations: new Map(),
  });
  expect(store.current().register?.origins).toEqual(new Set(["https://rental.example"]));
  await store.close();
});

test("a grant, a revocation and an emergency stop are in force within a second; one bad record keeps no other out", async () => {
  const news: HubGrantNews[] = [];
  const store = openHubGrantStore({
    connectionString: url,
    catalogue: () => catalogue,
    report: (found) => news.push(found),
  });
  expect(kindOf(store, "Query.asked")).toBe("closed");
  await until(() => kindOf(store, "Query.asked") === "NO_GRANT");

  await give("Query.gone");
  const id = await give("Query.asked");
  expect(await until(() => kindOf(store, "Query.asked") === "granted")).toBeLessThan(1_000);
  expect(kindOf(store, "Query.open")).toBe("granted");
  await until(() => news.some((found) => found.kind === "refused" && found.reason.includes("Query.gone")));

  await admin.query(
    "insert into emergency_stop (kind, target, reason, stopped_by, stopped_at) values ('COORDINATE', 'Query.open', 'r', 's', now())",
  );
  expect(await until(() => kindOf(store, "Query.open") === "STOPPED")).toBeLessThan(1_000);
  expect(kindOf(store, "Query.asked")).toBe("granted");

  await admin.query("update emergency_stop set lifted_at = now(), lifted_by = 's'");
  expect(await until(() => kindOf(store, "Query.open") === "granted")).toBeLessThan(1_000);
  await admin.query(
    `insert into bar (state, app_id, department_id, provider, reason, imposed_by, imposed_at)
     values ('IN_FORCE', 'rental-check', 'housing', 'housing', '先行核查', 's', now())`,
  );
  expect(await until(() => kindOf(store, "Query.open") === "BARRED")).toBeLessThan(1_000);
  expect(kindOf(store, "Query.asked")).toBe("granted");
  await admin.query("update bar set state = 'LAPSED', lifted_at = now()");
  expect(await until(() => kindOf(store, "Query.open") === "granted")).toBeLessThan(1_000);

  await admin.query("update sharing_grant set state = 'REVOKED', ended_at = now() where id = $1", [id]);
  expect(await until(() => kindOf(store, "Query.asked") === "NO_GRANT")).toBeLessThan(1_000);
  expect(
    compileGrant(store.current(), { ...asking, purpose: "DATA_SHARING" }, NOW).active.map((record) => record.id),
  ).toEqual(["sharing:rental-check"]);
  await store.close();
});

test("R4: whatever the ledger says otherwise of is left out, and told: a grant, an app, a department with all who belong to it", async () => {
  const news: HubGrantNews[] = [];
  const stated = { read: 0, grants: true, unknown: "" };
  const id = `G${await give("Query.asked")}`;
  await admin.query(
    `insert into officer values ('li', 'housing', '李经办'), ('wang', 'housing', '王新人');
     insert into officer_role values ('li', 'AUDITOR', 'founder', now()), ('li', 'APPLICANT', 'founder', now())`,
  );
  const store = openHubGrantStore({
    connectionString: url,
    catalogue: () => catalogue,
    report: (found) => news.push(found),
    statements: {
      read: () => Promise.resolve(void (stated.read += 1)),
      holds: () => stated.grants,
      registers: (party) => party !== stated.unknown,
    },
  });
  /** Reads again, and tells what was left out in that reading. */
  const refused = async (change: Partial<typeof stated>): Promise<readonly HubGrantNews[]> => {
    Object.assign(stated, change);
    const { read } = stated;
    const before = news.length;
    store.reload();
    await until(() => stated.read > read && news.length > before);
    return news.slice(before).filter((found) => found.kind === "refused" && !found.reason.includes("Query.gone"));
  };
  const inOffice = () => {
    const { officers, apps } = store.current().register ?? {};
    return { officers: [...(officers ?? [])], apps: [...(apps?.keys() ?? [])] };
  };
  const li = ["li", { department: "housing", area: "411100000000", roles: ["APPLICANT", "AUDITOR"] }];
  await until(() => kindOf(store, "Query.asked") === "granted");
  expect(inOffice()).toEqual({ officers: [li], apps: ["rental-check"] });

  const unregistered = "its entry in the register is not what the ledger says was registered";
  expect(await refused({ unknown: "li" })).toEqual([{ kind: "refused", id: "li", reason: unregistered }]);
  expect(inOffice()).toEqual({ officers: [], apps: ["rental-check"] });
  expect(await refused({ unknown: "rental-check" })).toEqual([
    { kind: "refused", id: "rental-check", reason: unregistered },
  ]);
  expect(inOffice()).toEqual({ officers: [li], apps: [] });
  expect(await refused({ unknown: "housing" })).toEqual([{ kind: "refused", id: "housing", reason: unregistered }]);
  expect(inOffice()).toEqual({ officers: [], apps: [] });

  expect(await refused({ unknown: "", grants: false })).toContainEqual({
    kind: "refused",
    id,
    reason: "its content is not what the ledger says was approved",
  });
  expect(kindOf(store, "Query.asked")).toBe("NO_GRANT");
  // The way to the workflow itself is given by rule, and in no statement.
  expect(purposesOf(store.current(), asking.caller, NOW)).toEqual(["DATA_SHARING"]);
  await store.close();
  await admin.query("update sharing_grant set state = 'REVOKED' where state = 'ACTIVE' and id = $1", [id.slice(1)]);
});

test("a book that is read again as it was is told to nobody", async () => {
  const news: HubGrantNews[] = [];
  const store = openHubGrantStore({
    connectionString: url,
    catalogue: () => catalogue,
    report: (found) => news.push(found),
  });
  const told = (kind: HubGrantNews["kind"]): number => news.filter((one) => one.kind === kind).length;
  expect(store.age?.()).toBe(Number.POSITIVE_INFINITY);
  await until(() => kindOf(store, "Query.asked") === "NO_GRANT");
  const { version } = store.current();
  expect(store.age?.()).toBeLessThan(10_000);
  // The grant of a field that is gone is told of in every reading.
  const refused = told("refused");
  store.reload();
  await until(() => told("refused") > refused);
  expect([told("loaded"), store.current().version]).toEqual([1, version]);
  await store.close();
});

test("a burst of changes ends in the last one", async () => {
  const store = openHubGrantStore({ connectionString: url, catalogue: () => catalogue, report: () => undefined });
  await until(() => kindOf(store, "Query.asked") !== "closed");
  const id = await give("Query.asked");
  for (let round = 0; round < 40; round++) {
    await admin.query("update sharing_grant set state = $2 where id = $1", [
      id,
      round % 2 === 0 ? "SUSPENDED" : "ACTIVE",
    ]);
  }
  await admin.query("update sharing_grant set state = 'REVOKED' where id = $1", [id]);
  expect(await until(() => kindOf(store, "Query.asked") === "NO_GRANT")).toBeLessThan(1_000);
  // Readings come one after the other: with a later change in force, none of the burst's is under way.
  await admin.query(
    "insert into emergency_stop (kind, target, reason, stopped_by, stopped_at) values ('COORDINATE', 'Query.open', 'r', 's', now())",
  );
  await until(() => kindOf(store, "Query.open") === "STOPPED");
  expect(kindOf(store, "Query.asked")).toBe("NO_GRANT");
  await admin.query("update emergency_stop set lifted_at = now(), lifted_by = 's'");
  await store.close();
});

test("a database out of reach keeps the last grants for its bound, then nothing is granted until it is back", async () => {
  const network = await openNetwork(url);
  const news: HubGrantNews[] = [];
  const id = await give("Query.asked");
  const store = openHubGrantStore({
    connectionString: network.url,
    catalogue: () => catalogue,
    report: (found) => news.push(found),
    bound: 1_500,
    interval: 100,
  });
  await until(() => kindOf(store, "Query.asked") === "granted");
  network.cut();
  await until(() => news.some(({ kind }) => kind === "unreachable"));
  expect(kindOf(store, "Query.asked")).toBe("granted");
  await until(() => kindOf(store, "Query.asked") === "closed");
  expect(news.filter(({ kind }) => kind === "closed")).toHaveLength(1);
  await admin.query("update sharing_grant set state = 'REVOKED' where id = $1", [id]);
  network.mend();
  await until(() => kindOf(store, "Query.asked") === "NO_GRANT");
  await store.close();
  await network.close();
});

test("a connection that falls silent without an end is given up: closed after the bound, open again by another", async () => {
  const network = await openNetwork(url);
  const store = openHubGrantStore({
    connectionString: network.url,
    catalogue: () => catalogue,
    report: () => undefined,
    bound: 1_000,
    interval: 100,
  });
  await until(() => kindOf(store, "Query.asked") === "NO_GRANT");
  network.silence();
  await until(() => kindOf(store, "Query.asked") === "closed");
  await until(() => kindOf(store, "Query.asked") === "NO_GRANT", 15_000);
  await store.close();
  await network.close();
}, 30_000);

test("a store that was closed leaves no connection behind, and opens none again", async () => {
  const open = async (): Promise<number> => {
    const { rows } = await admin.query(
      "select state from pg_stat_activity where datname = current_database() and application_name = 'shali-hub-gateway'",
    );
    return rows.length;
  };
  // The server ends its side a moment after the client has gone; one that was left would stay.
  const deadline = performance.now() + 5_000;
  while ((await open()) > 0 && performance.now() < deadline) await new Promise((next) => setTimeout(next, 20));
  expect(await open()).toBe(0);
});
