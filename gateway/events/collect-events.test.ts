import { expect, test } from "@jest/globals";
import { pino } from "pino";
import type { OutboxRow } from "../../schema/envelope/outbox.ts";
import { collectEvents } from "./collect-events.ts";
import type { EventStore } from "./event-store.ts";

const row = (type: string, at: number): OutboxRow => ({
  id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
  type,
  key: `K${at}`,
  division: null,
  day: null,
  at: "2026-11-30T00:00:00.000Z",
});

test("20.5: events of a kind that the supergraph does not know yet keep their place, are counted and told of once; another department's are not kept", async () => {
  const sent = ["changed", "brandNew", "othersChanged", "changed", "brandNew"].map(row);
  const rounds = [sent.slice(0, 3), sent.slice(3)];
  const kept: string[] = [];
  const forgotten: string[] = [];
  const counted: string[] = [];
  const lines: string[] = [];
  const store: Partial<EventStore> = {
    isTurn: (department) => Promise.resolve(department === "a"),
    keep: (_, rows) => {
      kept.push(...rows.map(({ type, key }) => `${key} ${type}`));
      return Promise.resolve();
    },
    tidy: () => Promise.resolve(),
  };
  let over: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (over = resolve));
  const stop = collectEvents({
    store: store as EventStore,
    departments: () =>
      new Map([
        ["a", new Set(["changed"])],
        ["b", new Set(["othersChanged"])],
      ]),
    collect: async (_, ids) => {
      forgotten.push(...ids);
      const rows = rounds.shift();
      if (rows !== undefined) return { data: { rows } };
      over();
      return new Promise((resolve) => setTimeout(resolve, 20, { data: { rows: [] } }));
    },
    logger: pino({ level: "warn" }, { write: (line: string) => void lines.push(line) }),
    onUnserved: (reason, events) => {
      if (events > 0) counted.push(`${reason} ${events}`);
    },
  });
  await done;
  await stop();
  expect(kept).toEqual(["K0 changed", "K1 brandNew", "K3 changed", "K4 brandNew"]);
  expect(counted).toEqual(["unknown 1", "foreign 1", "unknown 1"]);
  // The department forgets all of them, or it would tell of nothing else for ever.
  expect(forgotten).toEqual(sent.map(({ id }) => id));
  expect(lines).toHaveLength(1);
});

test("20.5: a gateway whose turn it is collects round after round without asking anew, and asks where it is another's", async () => {
  const asked: string[] = [];
  let rounds = 0;
  let over: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (over = resolve));
  const store: Partial<EventStore> = {
    isTurn: (department) => {
      asked.push(department);
      return Promise.resolve(department === "a");
    },
    keep: () => Promise.resolve(),
    tidy: () => Promise.resolve(),
  };
  const stop = collectEvents({
    store: store as EventStore,
    departments: () => new Map(["a", "b"].map((department) => [department, new Set(["changed"])])),
    collect: (department) => {
      rounds += 1;
      if (rounds === 20) over();
      return Promise.resolve({ data: { rows: department === "a" ? [row("changed", rounds)] : [] } });
    },
    logger: pino({ level: "silent" }),
    onUnserved: () => undefined,
  });
  await done;
  await stop();
  expect(rounds).toBeGreaterThanOrEqual(20);
  expect(asked.sort()).toEqual(["a", "b"]);
});
