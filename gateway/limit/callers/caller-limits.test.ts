import { expect, test } from "@jest/globals";
import { testDatabase } from "../../../tests/test-database.ts";
import type { DisclosureRecord } from "../../../ledger/record.ts";
import type { CallerNews } from "./caller-limits.ts";
import type { CounterStore } from "./counter-store.ts";
import { limitedGateway, NOON } from "./fixtures/limited-gateway.ts";
import { openPostgresCounters } from "./postgres-counters.ts";

const ASK = "{ people(first: 1) { name } }";

/** The machine may be busy with other tests: what is counted is tested here, not how fast. */
const shared = async (table: string) =>
  openPostgresCounters({
    connectionString: await testDatabase("caller_limits"),
    table: `${table}_${process.pid}`,
    timeout: 30_000,
  });

test("two gateways share one quota; what comes under it is denied until the city's midnight", async () => {
  const quota = { requestsPerDay: 5 };
  // The day of the counters is the clock's, their life the database's: they are kept for long enough in any case.
  const clock = () => NOON;
  await using one = await limitedGateway(quota, { store: await shared("quota"), clock });
  await using two = await limitedGateway(quota, { store: await shared("quota"), clock });
  const got = [];
  for (let turn = 0; turn < 4; turn += 1) got.push(await one.ask(ASK), await two.ask(ASK));
  expect(got.map(({ data }) => data)).toEqual([
    ...Array.from({ length: 5 }, () => ({ people: [{ name: "Li" }] })),
    ...Array.from({ length: 3 }, () => ({ people: null })),
  ]);
  expect(got[4]?.retryAfter).toBeNull();
  expect(got[7]).toEqual({ status: 200, retryAfter: "14400", codes: ["HUB_FIELD_DENIED"], data: { people: null } });
  expect(one.fetches.length + two.fetches.length).toBe(5);
});

test("many at once through two gateways: never more than the quota", async () => {
  const quota = { requestsPerDay: 300 };
  await using one = await limitedGateway(quota, { store: await shared("burst") });
  await using two = await limitedGateway(quota, { store: await shared("burst") });
  const got = await Promise.all(Array.from({ length: 400 }, (_, at) => (at % 2 ? one : two).ask(ASK)));
  const allowed = got.filter(({ codes }) => codes.length === 0).length;
  expect(one.fetches.length + two.fetches.length).toBe(allowed);
  expect(allowed).toBeLessThanOrEqual(300);
  // Each replica leases 1 %; the others cannot spend what it has leased.
  expect(allowed).toBeGreaterThanOrEqual(294);
});

test("people are counted once a day, and an answer with too many is withheld, recorded as no disclosure", async () => {
  const records: DisclosureRecord[] = [];
  const append = (record: DisclosureRecord) => Promise.resolve({ index: records.push(record), id: "r" });
  await using gateway = await limitedGateway({ subjectsPerDay: 10 }, {}, { append });
  const people = (first: number) => gateway.ask(`{ people(first: ${first}) { name } }`);
  expect((await people(6)).status).toBe(200);
  expect((await people(6)).status).toBe(200);
  expect(await people(11)).toMatchObject({ status: 429, codes: ["HUB_QUOTA_EXCEEDED"], data: undefined });
  expect((await people(10)).status).toBe(200);
  expect(records.map(({ decision, subjects }) => [decision, subjects.length])).toEqual([
    ["RELEASED", 6],
    ["RELEASED", 6],
    ["FAILED", 0],
    ["RELEASED", 10],
  ]);
});

test("an app's rate holds for every operation of a batch, and for that app alone", async () => {
  let now = NOON;
  await using gateway = await limitedGateway({}, { rate: { requests: 3, seconds: 10 }, clock: () => now });
  const batch = await gateway.post(
    "/graphql",
    Array.from({ length: 4 }, () => ({ query: ASK })),
  );
  const answers = (await batch.json()) as { readonly data?: unknown }[];
  expect(answers.filter(({ data }) => data !== undefined)).toHaveLength(3);
  expect(await gateway.ask(ASK)).toEqual({
    status: 429,
    retryAfter: "10",
    codes: ["HUB_RATE_LIMITED"],
    data: undefined,
  });
  expect((await gateway.ask(ASK, {}, { authorization: "another" })).status).toBe(200);
  now += 10_000;
  expect((await gateway.ask(ASK)).status).toBe(200);
});

test("out of reach longer than the bound: nothing is disclosed", async () => {
  const report: CallerNews[] = [];
  const store = openPostgresCounters({ connectionString: "postgres://nobody@127.0.0.1:1/none", timeout: 300 });
  await using gateway = await limitedGateway({ requestsPerDay: 5 }, { store, report: (news) => report.push(news) });
  expect(await gateway.ask(ASK)).toEqual({
    status: 503,
    retryAfter: "5",
    codes: ["HUB_LIMITS_UNAVAILABLE"],
    data: undefined,
  });
  expect(gateway.fetches).toEqual([]);
  expect(report).toEqual([{ kind: "unreachable", app: "app" }]);
});

const numbered = (order: number): string => `99000019800101${String(order).padStart(3, "0")}0`;
const PERSON = "query ($number: CitizenNumber!) { person(number: $number) { name } }";
const GUESSING = { tolerated: 2, refused: 5, firstDelay: 20, longestDelay: 60 };

test("citizen numbers in sequence are slowed, then refused on every replica, and reported without a number", async () => {
  const report: CallerNews[] = [];
  const options = { guessing: GUESSING, report: (news: CallerNews) => report.push(news) };
  await using one = await limitedGateway({}, { ...options, store: await shared("guess") });
  const got = [];
  for (let order = 0; order < 8; order += 1) {
    const started = performance.now();
    const { status } = await one.ask(PERSON, { number: numbered(order) });
    got.push({ status, isSlow: performance.now() - started >= 19 });
  }
  expect(got.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  expect(got[3]?.isSlow && got[4]?.isSlow).toBe(true);
  expect(report).toEqual([
    { kind: "guessing", app: "app", officer: "officer", stage: "slowed", denials: 0, neighbours: 3 },
    { kind: "guessing", app: "app", officer: "officer", stage: "refused", denials: 0, neighbours: 5 },
  ]);
  expect((await one.ask(PERSON, { number: numbered(500) }, { authorization: "honest" })).status).toBe(200);
  const store = await shared("guess");
  const added: Promise<number>[] = [];
  const add: CounterStore["add"] = (...points) => {
    const total = store.add(...points);
    added.push(total);
    return total;
  };
  await using two = await limitedGateway({}, { ...options, store: { ...store, add } });
  await two.ask(PERSON, { number: numbered(100) });
  await two.ask(PERSON, { number: numbered(101) });
  // Its own point, shared after the fact, brings the others' with it.
  await Promise.all(added);
  expect((await two.ask(ASK)).status).toBe(429);
});

test("the same denial again is no guess; ever new ones are", async () => {
  const report: CallerNews[] = [];
  await using gateway = await limitedGateway({}, { guessing: GUESSING, report: (news) => report.push(news) });
  for (let turn = 0; turn < 8; turn += 1) await gateway.ask("{ people(first: 1) { name secret } }");
  expect(report).toEqual([]);
  for (const purpose of ["A", "B", "C"]) await gateway.ask(ASK, {}, { "x-purpose": purpose });
  expect(report).toMatchObject([{ stage: "slowed", denials: 3 }]);
});

test("S7: a refused authorization is a guess, the same one again is not", async () => {
  const report: CallerNews[] = [];
  await using gateway = await limitedGateway({}, { guessing: GUESSING, report: (news) => report.push(news) });
  const CHECK = "query ($number: String!) { check(authorization: $number) }";
  for (let turn = 0; turn < 8; turn += 1) await gateway.ask(CHECK, { number: "1" });
  expect(report).toEqual([]);
  for (const number of ["2", "3", "4", "5"]) expect((await gateway.ask(CHECK, { number })).status).toBe(200);
  expect(report).toMatchObject([{ stage: "slowed" }, { stage: "refused", denials: 5 }]);
  expect((await gateway.ask(CHECK, { number: "6" })).codes).toEqual(["HUB_GUESSING"]);
});

test("S14: numbers by which nobody is found are guesses", async () => {
  const report: CallerNews[] = [];
  await using gateway = await limitedGateway({}, { guessing: GUESSING, report: (news) => report.push(news) });
  const nobody = (order: number): string => `00000019800101${String(order * 20).padStart(3, "0")}0`;
  const two =
    "query ($a: CitizenNumber!, $b: CitizenNumber!) { a: person(number: $a) { name } b: person(number: $b) { name } }";
  for (let turn = 0; turn < 8; turn += 1) await gateway.ask(PERSON, { number: nobody(0) });
  // One of the two is found: the other is the second miss.
  await gateway.ask(two, { a: numbered(1), b: nobody(1) });
  expect(report).toEqual([]);
  await gateway.ask(two, { a: nobody(2), b: nobody(3) });
  await gateway.ask(PERSON, { number: nobody(4) });
  expect(report).toMatchObject([{ stage: "slowed" }, { stage: "refused", denials: 5, neighbours: 0 }]);
  expect((await gateway.ask(ASK)).codes).toEqual(["HUB_GUESSING"]);
});

test("R11: names that are tried on one number are guesses, in one request or in many", async () => {
  const report: CallerNews[] = [];
  await using gateway = await limitedGateway({}, { guessing: GUESSING, report: (news) => report.push(news) });
  const VERIFY = "query ($number: CitizenNumber!, $name: String!) { verify(number: $number, name: $name) }";
  for (let turn = 0; turn < 8; turn += 1) await gateway.ask(VERIFY, { number: numbered(1), name: "Li" });
  for (const order of [100, 200, 300]) await gateway.ask(VERIFY, { number: numbered(order), name: "Wang" });
  expect(report).toEqual([]);
  const names = Array.from({ length: 6 }, (_, at) => `a${at}: verify(number: "${numbered(1)}", name: "N${at}")`);
  expect((await gateway.ask(`{ ${names.join(" ")} }`)).codes).toEqual(["HUB_GUESSING"]);
  expect(report).toMatchObject([{ stage: "refused", denials: 6, neighbours: 0 }]);
});
