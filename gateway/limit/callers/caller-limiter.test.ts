import { describe, expect, it } from "@jest/globals";
import { pino } from "pino";
import { createCallerLimiter } from "./caller-limiter.ts";

const NOON = Date.parse("2026-06-01T12:00:00Z");
const MIDNIGHT = Date.parse("2026-06-01T16:00:00Z");
const caller = {
  app: "app",
  department: "police",
  officer: null,
  division: null,
  roles: [],
  subject: null,
  enterprise: null,
  tokenId: "t",
  expiresAt: NOON / 1_000 + 3_600,
};
const quota = (requestsPerDay: number | null, subjectsPerDay: number | null = null) => ({
  requestsPerDay,
  subjectsPerDay,
});
const ALLOWED = { kind: "allowed" };

describe("T7: a request takes of all its grants, or of none", () => {
  it.each([
    ["requests", quota(1), { subjects: new Map() }],
    ["people", quota(null, 1), { subjects: new Map([["Person", new Set(["p1"])]]) }],
  ])("what the first grant gave is given back when the second has no %s left", async (_, narrow, spending) => {
    const limiter = createCallerLimiter({ clock: () => NOON, report: () => undefined }, pino({ level: "silent" }));
    const [wide, spent] = [
      { grant: "wide", quota: quota(3) },
      { grant: "spent", quota: narrow },
    ];
    if (narrow.requestsPerDay === null) await limiter.chargeSubjects(caller, [spent], spending);
    else expect(await limiter.chargeRequest(caller, [spent])).toEqual(ALLOWED);
    for (let turn = 0; turn < 5; turn++) {
      expect(await limiter.chargeRequest(caller, [wide, spent])).toEqual({
        kind: "quota",
        until: MIDNIGHT,
        grant: "spent",
      });
    }
    const left = [];
    for (let turn = 0; turn < 4; turn++) left.push((await limiter.chargeRequest(caller, [wide])).kind);
    expect(left).toEqual(["allowed", "allowed", "allowed", "quota"]);
    await limiter.close();
  });
});

it("gives back what it leased when it is closed, and closes the store behind it", async () => {
  const told: string[] = [];
  const store = {
    add: (key: string, points: number) => {
      told.push(`${key.split(":")[0] ?? ""} ${points}`);
      return Promise.resolve(points);
    },
    close: () => Promise.resolve(void told.push("closed")),
  };
  const limits = { clock: () => NOON, report: () => undefined, store, guessing: null };
  const limiter = createCallerLimiter(limits, pino({ level: "silent" }));
  expect(await limiter.chargeRequest(caller, [{ grant: "g", quota: quota(1_000) }])).toEqual(ALLOWED);
  await limiter.close();
  expect(told).toEqual(["requests 10", "requests -9", "closed"]);
});
