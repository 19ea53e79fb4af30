import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { findDisclosures } from "../../query/find-disclosures.ts";
import type { DisclosureRecord } from "../../record.ts";
import { startDatabase, superuser, type TestDatabase } from "../../tests/database.ts";
import { randomOf } from "../../tests/random.ts";
import { sampleRecord } from "../../tests/sample-record.ts";
import { until } from "../../tests/until.ts";
import { hasherFor } from "../../tree/hasher.ts";
import { ed25519Verifier, generateKey } from "../../tree/key.ts";
import { databaseSource } from "../../verify/log-source.ts";
import { verifyLog } from "../../verify/verify-log.ts";
import { openLedger, type Ledger } from "../open-ledger.ts";
import { COVER, startCover } from "./cover.ts";

const ORIGIN = "hub.example/ledger";
const [open, covert] = [
  { kind: "disclosure", covert: null },
  { kind: "disclosure", covert: "case-1" },
] as const;

/** The withheld records of a history in which every nth request is of a covert investigation; none for 0. */
async function withheldOf(requests: number, everyNth: number): Promise<number> {
  const random = randomOf(7);
  let withheld = 0;
  const append = (): Promise<void> => {
    withheld++;
    return Promise.resolve();
  };
  const cover = startCover(16, append, { delayMs: 1, below: (limit) => random.below(limit) });
  for (let nth = 1; nth <= requests; nth++) {
    const isCovert = everyNth > 0 && nth % everyNth === 0;
    cover.noted(isCovert ? covert : open);
    if (isCovert) withheld++;
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  return withheld;
}

describe("S6: gaps", () => {
  test("are as many with covert investigations as without, as long as those are fewer than the cover", async () => {
    const without = await withheldOf(4_000, 0);
    expect(without).toBeGreaterThan(200);
    for (const everyNth of [20, 50, 400]) {
      // Within the chance of the draw: 4,000 requests at one in 16 vary by 15.
      expect(Math.abs((await withheldOf(4_000, everyNth)) - without)).toBeLessThan(3 * Math.sqrt(without));
    }
  });

  test("do not cease after many covert records at once", () => {
    const appended: DisclosureRecord[] = [];
    const owing = startCover(1, (record) => Promise.resolve(appended.push(record)), { below: () => 0 });
    for (let nth = 0; nth < 1_000; nth++) owing.noted(covert);
    for (let nth = 0; nth < 16; nth++) owing.noted(open);
    owing.close();
    let scheduled = 0;
    const counting = startCover(1, () => Promise.resolve(), { below: (limit) => (limit > 1 ? ++scheduled * 0 : 0) });
    for (let nth = 0; nth < 1_000; nth++) counting.noted(covert);
    for (let nth = 0; nth < 20; nth++) counting.noted(open);
    counting.close();
    expect(scheduled).toBe(4);
    expect(appended).toEqual([]);
  });
});

describe("S6: cover in a log", () => {
  const key = generateKey(ORIGIN);
  let server: TestDatabase;
  let ledger: Ledger;

  beforeAll(async () => {
    server = await startDatabase();
    ledger = await openLedger({
      databaseUrl: server.url,
      origin: ORIGIN,
      key: key.secret,
      intervalMs: 5,
      cover: { oneIn: 1, delayMs: 1 },
    });
  }, 60_000);
  afterAll(async () => {
    await ledger.close();
    await server.stop();
  });

  test("is a leaf like others, withheld from searches, exports and totals as covert records are, and says nothing", async () => {
    for (let nth = 0; nth < 10; nth++) await ledger.append(sampleRecord());
    const { index } = await ledger.append(sampleRecord({ covert: "case-1" }));
    const shown = await until(async () => {
      const page = await findDisclosures(ledger.database, { kinds: ["cover"], covert: "shown" }, { limit: 50 });
      return page.disclosures.length >= 9 ? page.disclosures : null;
    });
    expect(shown[0]?.record).toMatchObject({
      kind: "cover",
      covert: COVER,
      subjects: [],
      coordinates: [],
      officer: null,
    });
    const withheld = new Set([...shown.map((one) => one.index), index]);
    const ordinary = await findDisclosures(ledger.database, {}, { limit: 50 });
    expect(ordinary.disclosures.filter((one) => withheld.has(one.index))).toEqual([]);
    const size = await until(async () => {
      const { size: all, signed } = await ledger.lag();
      return all === signed ? all : null;
    });
    const entries = (await ledger.log.entries(0, size, "withheld")) ?? [];
    // Cover and covert records look alike: a hash, and nothing else.
    expect(entries.flatMap((entry, at) => ("leaf" in entry ? [] : [at]))).toEqual([...withheld].sort((a, b) => a - b));
    const client = await superuser(server.url);
    const logKeys = [ed25519Verifier(key.verifier)];
    const report = await verifyLog(databaseSource(client), { origin: ORIGIN, hasher: hasherFor("sha256"), logKeys });
    await client.end();
    expect(report.flaws).toEqual([]);
  });
});
