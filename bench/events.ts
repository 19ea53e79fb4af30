import { randomUUID } from "node:crypto";
import { request, type ClientRequest } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { type EventStore, eventsFromDatabase } from "../gateway/events/event-store.ts";
import { federate } from "../gateway/execute/fixtures/federate.ts";
import { migrateDatabase } from "../subgraphs/kit/postgres/migrate-database.ts";
import { type Bench, type Findings, quantile } from "./bench.ts";
import { type Child, messageFrom, startChild } from "./child.ts";

const STREAMS = 2_000;
const APPS = 4;
/** Events in a second, in batches as the hub collects them, and seconds of that. */
const [RATE, BATCHES, SECONDS] = [200, 20, 20] as const;
/** Streams that are being opened at a time. */
const OPENING = 40;

const SUPERGRAPH = federate({
  works: {
    typeDefs: `extend schema @link(url: "https://shali-hub.org/item/v1.0", import: ["@item", "@event"])
      @composeDirective(name: "@item") @composeDirective(name: "@event")
      directive @item(level: ItemLevel!, share: ItemShare!) repeatable on FIELD_DEFINITION
      directive @event(name: String!, entry: String!, argument: String!) repeatable on FIELD_DEFINITION
      enum ItemLevel { L1 L2 } enum ItemShare { UNCONDITIONAL CONDITIONAL }
      type Query { site(code: ID!): Site @item(level: L1, share: UNCONDITIONAL) }
      type Site {
        code: ID @item(level: L1, share: UNCONDITIONAL)
        level: String @item(level: L2, share: CONDITIONAL) @event(name: "levelChanged", entry: "site", argument: "code")
        name: String @item(level: L2, share: CONDITIONAL)
      }`,
  },
}).supergraphSdl;

const QUERY = "subscription ($key: ID!) { levelChanged(key: $key) { code level name } }";

const keyOf = (at: number): string => `site-${at}`;

interface Usage {
  readonly rss: number;
  readonly cpu: NodeJS.CpuUsage;
}

const usageOf = async (child: Child): Promise<Usage> => {
  child.process.send("usage");
  return messageFrom<Usage>(child);
};

/** Opens one stream; resolves once it stands. @param onEvent told the moment of each event */
const subscribe = (url: string, at: number, onEvent: (happened: number) => void): Promise<ClientRequest> =>
  new Promise((resolve, reject) => {
    const headers = {
      accept: "text/event-stream",
      "content-type": "application/json",
      authorization: `Bearer app-${at % APPS}`,
      "x-purpose": "BENCH",
      "x-case": "BENCH-1",
    };
    const asked = request(url, { method: "POST", headers, agent: false }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (piece: string) => {
        text += piece;
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          const happened = /"at":"([^"]+)"/.exec(text.slice(0, end))?.[1];
          if (happened !== undefined) onEvent(Date.parse(happened));
          text = text.slice(end + 2);
        }
      });
      if (response.statusCode === 200) resolve(asked);
      else reject(new Error(`The gateway answered ${response.statusCode ?? 0}`));
    });
    asked.once("error", reject);
    asked.end(JSON.stringify({ query: QUERY, variables: { key: keyOf(at) } }));
  });

const openAll = async (url: string, onEvent: (happened: number) => void): Promise<readonly ClientRequest[]> => {
  const open: ClientRequest[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < STREAMS; at = next++) open.push(await subscribe(url, at, onEvent));
  };
  await Promise.all(Array.from({ length: OPENING }, work));
  return open;
};

/** Writes events as gateways do that collect them, each for one of the streams, in turn. @returns how many */
const tell = async (store: EventStore): Promise<number> => {
  let told = 0;
  const begun = performance.now();
  for (let batch = 0; batch < SECONDS * BATCHES; batch += 1) {
    await sleep(Math.max(0, begun + (batch * 1_000) / BATCHES - performance.now()));
    const at = new Date().toISOString();
    const rows = Array.from({ length: RATE / BATCHES }, () => ({
      id: randomUUID(),
      type: "levelChanged",
      key: keyOf((told += 7) % STREAMS),
      division: null,
      day: null,
      at,
    }));
    await store.keep("works", rows);
  }
  return told / 7;
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const measure = async (child: Child, databaseUrl: string, say: (line: string) => void): Promise<Findings> => {
  const store = eventsFromDatabase(databaseUrl, pino({ level: "silent" }));
  const { url } = await messageFrom<{ url: string }>(child);
  await sleep(1_000);
  const before = await usageOf(child);
  const delays: number[] = [];
  const streams = await openAll(url, (happened) => delays.push(Date.now() - happened));
  await sleep(16_000);
  const idle = await usageOf(child);
  say(`${streams.length} streams, ${megabytes(idle.rss)}`);
  const sent = await tell(store);
  await sleep(3_000);
  const loaded = await usageOf(child);
  for (const stream of streams) stream.destroy();
  await store.close();
  const sorted = delays.toSorted((one, other) => one - other);
  const [p50, p99, longest] = [quantile(sorted, 0.5), quantile(sorted, 0.99), sorted.at(-1) ?? Number.NaN];
  const busy = (loaded.cpu.user + loaded.cpu.system - idle.cpu.user - idle.cpu.system) / 1e6 / (SECONDS + 3);
  const [load = 0] = loadavg();
  return {
    introduction: `${STREAMS} streams of ${APPS} apps stay open on one gateway, each for the events of one key (\`graphql-sse\`, over HTTP). Then ${RATE} events a second are kept for ${SECONDS} s, in ${BATCHES} batches a second, as gateways keep what they collect; each is one subscriber's, and is asked for as a question of its own. Delays go from the moment that an event states to its arrival at the client, which shares the machine; the department answers in the gateway's process, the records go nowhere, and the department's own outbox (a look every 40 ms) is not in it. Load of the machine (1 min) at the end: ${load.toFixed(1)}.`,
    tables: [
      {
        title: "one gateway",
        table: {
          head: ["", "resident memory", "CPU"],
          rows: [
            ["before", megabytes(before.rss), ""],
            [`${STREAMS} streams, idle`, megabytes(idle.rss), ""],
            [`after ${SECONDS} s at ${RATE} events/s`, megabytes(loaded.rss), `${Math.round(100 * busy)} % of a core`],
          ],
        },
      },
      {
        title: "from the event to its subscriber",
        table: {
          head: ["events", "arrived", "p50", "p99", "longest"],
          rows: [[String(sent), String(delays.length), `${p50} ms`, `${p99} ms`, `${longest} ms`]],
        },
      },
    ],
    bars: [
      {
        what: `resident memory with ${STREAMS} streams`,
        bar: "< 400 MB",
        reached: megabytes(Math.max(idle.rss, loaded.rss)),
        holds: Math.max(idle.rss, loaded.rss) < 400e6,
      },
      { what: `p99 at ${RATE} events/s`, bar: "≤ 300 ms", reached: `${p99} ms`, holds: p99 <= 300 },
      {
        what: "events that arrived, each once",
        bar: String(sent),
        reached: String(delays.length),
        holds: delays.length === sent,
      },
    ],
  };
};

/** Open streams of one gateway: their memory, and how long an event takes. */
export const events: Bench = {
  name: "events",
  summary: "2,000 event streams on one gateway: memory, and delays at 200 events a second",
  run: async ({ say }) => {
    const folder = await mkdtemp(join(tmpdir(), "bench-events-"));
    const postgres = await startEmbeddedPostgres(join(folder, "postgres"));
    try {
      const url = await postgres.urlOf("sharing");
      await migrateDatabase("sharing", url);
      const child = await startChild(new URL("events/gateway.ts", import.meta.url), [url, SUPERGRAPH], ["--expose-gc"]);
      try {
        return await measure(child, url, say);
      } finally {
        await child[Symbol.asyncDispose]();
      }
    } finally {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
