import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { Registry } from "prom-client";
import { defaultLimits } from "../config.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { HttpAnswer, HttpRequest, Outlet } from "../front/http.ts";
import type { AskAtEvent } from "./ask-at-event.ts";
import type { EventStore } from "./event-store.ts";
import type { HubEvent } from "./hub-event.ts";
import { openStreams } from "./open-streams.ts";
import { defaultStreamLimits, type StreamLimits } from "./stream-limits.ts";

/*
 * 20.5: bounds on streams, with a store and a pipeline of the test's own: what a stream does about its client is the product's.
 */

const TYPE = { name: "changed", entry: "row", argument: "key", gives: "Row", tells: "Row.level", departments: ["a"] };

const eventOf = (id: number): HubEvent => ({
  id,
  type: "changed",
  department: "a",
  key: `K${id}`,
  division: null,
  day: null,
  at: new Date().toISOString(),
});

const until = async (isTrue: () => boolean): Promise<void> => {
  const started = performance.now();
  while (!isTrue()) {
    if (performance.now() - started > 10_000) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** A client of a stream: what it was sent, and whether it takes more. */
const clientOf = (takes: () => boolean) => {
  const sent: string[] = [];
  const listeners = new Set<() => void>();
  let ended: "ended" | "cut" | undefined;
  const over = (how: "ended" | "cut"): void => {
    ended ??= how;
    for (const listener of listeners) listener();
  };
  const outlet: Outlet = {
    write: (bytes) => {
      sent.push(bytes.toString());
      return takes();
    },
    onDrain: () => undefined,
    onGone: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    end: () => {
      over("ended");
    },
    cut: () => {
      over("cut");
    },
  };
  return { outlet, sent, ended: () => ended };
};

/** Streams of one gateway over events that the test writes. @param expiresAt of the caller's token, seconds since 1970 */
const serving = (limits: Partial<StreamLimits>, expiresAt = Date.now() / 1_000 + 3_600) => {
  const events: HubEvent[] = [];
  let news: () => void = () => undefined;
  let asked = 0;
  const store: Partial<EventStore> = {
    newest: () => Promise.resolve(events.at(-1)?.id ?? 0),
    after: (id) => Promise.resolve(events.filter((event) => event.id > id)),
    isWhole: () => Promise.resolve(true),
    follow: (onNews) => {
      news = onNews;
      onNews();
      return () => Promise.resolve();
    },
  };
  const callerOf = (app: string): Caller => ({
    app,
    department: "a",
    officer: "officer",
    division: null,
    roles: [],
    subject: null,
    enterprise: null,
    tokenId: "0".repeat(64),
    expiresAt,
  });
  const ask: AskAtEvent = {
    open: ({ header }) =>
      Promise.resolve({
        kind: "open",
        type: TYPE,
        caller: callerOf(header("authorization") ?? ""),
        wants: () => true,
      }),
    tell: (_, { key }) => {
      asked += 1;
      return Promise.resolve({ kind: "told", answer: { data: Buffer.from(JSON.stringify({ key })), errors: [] } });
    },
    stays: () => Promise.resolve({ kind: "silent" }),
  };
  const streams = openStreams({
    store: store as EventStore,
    ask: () => ask,
    authenticator: (header) => Promise.resolve({ kind: "caller", caller: callerOf(header ?? "") }),
    servesOrigin: () => false,
    demandsRegistered: () => false,
    requests: defaultLimits,
    limits: { ...defaultStreamLimits, ...limits },
    registry: new Registry(),
    logger: pino({ level: "silent" }),
  });
  const requestOf = (app: string): HttpRequest => ({
    method: "POST",
    path: "/graphql",
    query: "",
    header: (name) =>
      ({ authorization: app, accept: "text/event-stream", "content-type": "application/json" })[name] ?? null,
    readBody: () => Promise.resolve(Buffer.from(JSON.stringify({ query: "subscription { changed { level } }" }))),
    onGone: () => () => undefined,
  });
  const subscribe = (app = "app"): Promise<HttpAnswer> =>
    streams.answer(requestOf(app), () => {
      throw new Error("It subscribes");
    });
  return {
    subscribe,
    asked: () => asked,
    happens: (count: number) => {
      for (let more = 0; more < count; more += 1) events.push(eventOf(events.length + 1));
      news();
    },
    close: () => streams.close(),
  };
};

test("20.5: a client that takes nothing is asked for nothing more, and is cut after its time without a word that it is complete", async () => {
  const hub = serving({ slow: 150 });
  const client = clientOf(() => false);
  (await hub.subscribe()).stream?.(client.outlet);
  hub.happens(1_000);
  await until(() => client.ended() !== undefined);
  expect(client.ended()).toBe("cut");
  // Whatever else happened stands in the store, and nothing of it here.
  expect([hub.asked(), client.sent.length]).toEqual([1, 1]);
  expect(client.sent.join("")).not.toContain("event: complete");
  await hub.close();
});

test("20.5: a token that expires on an open stream ends it without complete, so that its client comes back with another", async () => {
  const hub = serving({ beat: 20 }, Date.now() / 1_000 + 1.5);
  const client = clientOf(() => true);
  (await hub.subscribe()).stream?.(client.outlet);
  hub.happens(1);
  await until(() => client.sent.some((text) => text.includes('"K1"')));
  await until(() => client.ended() !== undefined);
  expect(client.ended()).toBe("ended");
  expect(client.sent.join("")).not.toContain("event: complete");
  const before = hub.asked();
  hub.happens(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(hub.asked()).toBe(before);
  await hub.close();
});

test("20.5: an app has as many streams as it may, others theirs, and a place that was left is free again", async () => {
  const hub = serving({ perApp: 2, all: 3 });
  const clients = [0, 1, 2].map(() => clientOf(() => true));
  const open = async (app: string, at: number): Promise<number> => {
    const answer = await hub.subscribe(app);
    const client = clients[at];
    if (client !== undefined) answer.stream?.(client.outlet);
    return answer.stream === undefined ? answer.status : 0;
  };
  expect([await open("one", 0), await open("one", 1), await open("one", 9)]).toEqual([0, 0, 429]);
  expect([await open("two", 2), await open("two", 9)]).toEqual([0, 429]);
  clients[0]?.outlet.end();
  expect(await open("one", 9)).toBe(0);
  await hub.close();
});
