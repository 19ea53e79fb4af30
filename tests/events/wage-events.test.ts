import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { smallCity, type SmallCity } from "../../demo/city/small-city.ts";
import { eventsFromDatabase, type EventStore } from "../../gateway/events/event-store.ts";
import { assessDay } from "../../subgraphs/human-resources/wages/monitor/assess-day.ts";
import { MONITOR } from "../../subgraphs/human-resources/wages/monitor/monitor.ts";
import { dataOf } from "../../subgraphs/kit/ask-hub.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { servedUrls, testDatabase } from "../test-database.ts";
import { subscribe, type SubscribeOptions } from "./subscriber.ts";

/** Events from end to end: 人社 assesses, its outbox tells that a level has changed, and a subscriber is given the row, governed and recorded. */

const TODAY = "2026-10-31";

let small: SmallCity;
let city: GovernedCity;
let store: EventStore;
let url = "";

beforeAll(async () => {
  small = await smallCity(testDatabase, "events");
  const sharing = await testDatabase("sharing_events");
  await migrateDatabase("sharing", sharing);
  const [, gatewayUrl = ""] = await servedUrls("sharing", sharing);
  store = eventsFromDatabase(gatewayUrl, pino({ level: "silent" }));
  city = await startGovernedCity({ ledgerName: "ledger_events", own: small, events: store });
  ({ url } = await city.gateway.listen({ port: 0 }));
}, 60_000);
afterAll(async () => {
  await city.stop();
  await store.close();
  await small.close();
});

const WARNINGS = `
  subscription Warnings($eventDay: Date!) {
    wageWarningChanged {
      code
      wageWarning(asOf: $eventDay) { level asOf owedWorkers owedAmount }
      generalContractor { taxCredits { arrears } }
    }
  }`;

/** Subscribes as an officer of 欠薪预警. */
const as = (officer: string, more: Partial<SubscribeOptions> = {}) =>
  subscribe({
    url: () => url,
    query: WARNINGS,
    headers: async () => ({
      authorization: `Bearer ${await city.tokenOf("wage-warning", officer)}`,
      "x-purpose": "WAGE_WARNING",
      "x-case": encodeURIComponent("RS-2026-0015"),
      "x-on-denied": "quiet",
    }),
    ...more,
  });

const assess = () =>
  assessDay({
    ask: async (query, variables) => dataOf(await city.askAs(MONITOR.app, query, variables, { officer: null })),
    asOf: TODAY,
    divisions: ["4111"],
  });

const projectOf = (kind: string): string =>
  small.manifest.wages.find((story) => story.kind === kind)?.projectCode ?? "";

test("a warning that is raised reaches a subscriber as the row that it may see, masked and denied as in any answer, and on record", async () => {
  const subscriber = as("hr-sun");
  await subscriber.open();
  const levels = await assess();
  const raised = levels.YELLOW + levels.ORANGE + levels.RED;
  expect(raised).toBeGreaterThan(5);
  const told = await subscriber.until(raised);
  expect(told).toHaveLength(raised);
  const code = projectOf("twoMonthsOwed");
  const one = told.find(({ data }) => (data?.["wageWarningChanged"] as { code: string }).code === code);
  expect(one).toEqual({
    data: {
      wageWarningChanged: {
        code,
        wageWarning: { level: "RED", asOf: TODAY, owedWorkers: expect.any(Number), owedAmount: expect.any(Number) },
        generalContractor: { taxCredits: [{ arrears: null }] },
      },
    },
    extensions: {
      event: { id: expect.stringMatching(/^\d+$/), type: "wageWarningChanged", at: expect.stringMatching(/Z$/) },
      sharing: expect.objectContaining({
        denials: [expect.objectContaining({ coordinate: "TaxCredit.arrears", reason: "NO_GRANT" })],
        receipt: expect.objectContaining({ id: expect.any(String) }),
      }),
    },
  });
  const own = city.records.filter(({ app }) => app === "wage-warning");
  expect(own[0]).toMatchObject({ decision: "DRY_RUN", officer: "hr-sun", rowCount: 0 });
  expect(own.slice(1).map(({ decision }) => decision)).toEqual(told.map(() => "PARTIAL"));
  expect(one?.extensions?.sharing?.receipt?.index).toBeGreaterThan(0);
  subscriber.leave();
}, 60_000);
