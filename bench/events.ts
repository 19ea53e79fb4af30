import { request, type ClientRequest } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { JSONWebKeySet } from "jose";
import pg from "pg";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { newSealKeyPair } from "../schema/envelope/seal-keys.ts";
import { migrateDatabase } from "../subgraphs/kit/postgres/migrate-database.ts";
import { prepareEmbeddedLedger } from "../deploy/embedded/embedded-ledger.ts";
import { type Bench, type Findings, quantile } from "./bench.ts";
import { type Child, messageFrom, startChild, usageOf } from "./child.ts";
import type { Listening } from "./events/gateway.ts";

const STREAMS = 2_000;
/** Events in a second, each a transaction of its own, and seconds of that. */
const [RATE, SECONDS] = [200, 20] as const;
/** Streams that are being opened at a time. */
const OPENING = 40;

const QUERY = "subscription ($key: ID!) { clueChanged(key: $key) { id status workers } }";

/** Opens one stream; resolves once it stands. @param onEvent told the moment of each event */
const subscribe = (
  { url, tokens }: Listening,
  at: number,
  onEvent: (happened: number) => void,
): Promise<ClientRequest> =>
  new Promise((resolve, reject) => {
    const headers = {
      accept: "text/event-stream",
      "content-type": "application/json",
      authorization: `Bearer ${tokens[at % tokens.length] ?? ""}`,
      "x-purpose": "BENCH",
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
    asked.end(JSON.stringify({ query: QUERY, variables: { key: String(at + 1) } }));
  });

const openAll = async (gateway: Listening, onEvent: (happened: number) => void): Promise<readonly ClientRequest[]> => {
  const open: ClientRequest[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < STREAMS; at = next++) open.push(await subscribe(gateway, at, onEvent));
  };
  await Promise.all(Array.from({ length: OPENING }, work));
  return open;
};

/** Files one old clue of owed wages for each stream: what is that late is no event. */
const file = (database: pg.Pool) =>
  database.query(
    `insert into arrears_clue (id, channel, received_at, workers, amount, reporter_phone, summary, status, division_code)
     select id, 'HOTLINE_12345', now() - interval '30 days', 3, 1200000, '13900000000', '示例', 'RECEIVED', '411102001000'
     from generate_series(1, $1) as id`,
    [STREAMS],
  );

/** Takes a step on one clue after the other, each in a transaction of the department's own. @returns how many */
const step = async (database: pg.Pool): Promise<number> => {
  const begun = performance.now();
  const steps: Promise<unknown>[] = [];
  for (let at = 0; at < RATE * SECONDS; at += 1) {
    await sleep(Math.max(0, begun + (at * 1_000) / RATE - performance.now()));
    const next = `update arrears_clue set status = case status when 'RECEIVED' then 'IN_PROCESS' else 'RECEIVED' end::clue_status where id = $1`;
    steps.push(database.query(next, [((7 * (at + 1)) % STREAMS) + 1]));
  }
  await Promise.all(steps);
  return steps.length;
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

interface Hub {
  readonly gateway: Child;
  readonly department: Child;
  readonly listening: Listening;
  /** The department's own database, for whoever works there. */
  readonly database: pg.Pool;
  readonly ledger: pg.Pool;
}

const recordsIn = async (ledger: pg.Pool): Promise<number> => {
  const { rows } = await ledger.query<{ count: number }>("select count(*)::int as count from ledger.leaves");
  return rows[0]?.count ?? 0;
};

interface Reached {
  readonly resident: number;
  readonly p99: number;
  readonly sent: number;
  readonly arrived: number;
  readonly recorded: number;
}

const barsOf = ({ resident, p99, sent, arrived, recorded }: Reached): Findings["bars"] => [
  {
    what: `resident memory with ${STREAMS} streams`,
    bar: "< 400 MB",
    reached: megabytes(resident),
    holds: resident < 400e6,
  },
  { what: `p99 at ${RATE} events/s`, bar: "≤ 300 ms", reached: `${p99} ms`, holds: p99 <= 300 },
  {
    what: "events that arrived, each once and on record",
    bar: String(sent),
    reached: `${arrived}, ${recorded} records`,
    holds: arrived === sent && recorded === sent,
  },
];

const measure = async (hub: Hub, say: (line: string) => void): Promise<Findings> => {
  const { gateway, department, listening, database, ledger } = hub;
  await sleep(1_000);
  const before = await usageOf(gateway);
  const delays: number[] = [];
  const streams = await openAll(listening, (happened) => delays.push(Date.now() - happened));
  await sleep(16_000);
  const [idle, idleDepartment, opened] = [await usageOf(gateway), await usageOf(department), await recordsIn(ledger)];
  say(`${streams.length} streams, ${megabytes(idle.resident)}`);
  const sent = await step(database);
  await sleep(3_000);
  const [loaded, busyDepartment] = [await usageOf(gateway), await usageOf(department)];
  const recorded = (await recordsIn(ledger)) - opened;
  for (const stream of streams) stream.destroy();
  const sorted = delays.toSorted((one, other) => one - other);
  const [p50, p99, longest] = [quantile(sorted, 0.5), quantile(sorted, 0.99), sorted.at(-1) ?? Number.NaN];
  const share = (from: { cpu: number }, to: { cpu: number }): string =>
    `${Math.round((to.cpu - from.cpu) / 1e4 / (SECONDS + 3))} % of a core`;
  const [load = 0] = loadavg();
  return {
    introduction: `${STREAMS} streams of ${listening.tokens.length} apps stay open on one gateway, each for the steps on one clue of owed wages (\`graphql-sse\`, over HTTP). Then ${RATE} steps a second are taken for ${SECONDS} s in 人社's database, each a transaction, whose trigger writes the outbox; each is one subscriber's, and is asked for as a question of its own. Nothing is left out: gateway and department are processes of their own with envelopes and seals, over the whole supergraph; the hub's events and its ledger are databases of one PostgreSQL, and each answer has a durable record before it leaves, which the gateway's process signs. Delays go from the moment at which the transaction began to the event's arrival at the client. Everything shares the machine, the client and PostgreSQL too. Load of the machine (1 min) at the end: ${load.toFixed(1)}.`,
    tables: [
      {
        title: "one gateway and its department",
        table: {
          head: ["", "resident memory", "CPU", "department's CPU"],
          rows: [
            ["before", megabytes(before.resident), "", ""],
            [`${STREAMS} streams, idle`, megabytes(idle.resident), "", ""],
            [
              `after ${SECONDS} s at ${RATE} events/s`,
              megabytes(loaded.resident),
              share(idle, loaded),
              share(idleDepartment, busyDepartment),
            ],
          ],
        },
      },
      {
        title: "from the department's transaction to the subscriber",
        table: {
          head: ["events", "arrived", "records", "p50", "p99", "longest"],
          rows: [[String(sent), String(delays.length), String(recorded), `${p50} ms`, `${p99} ms`, `${longest} ms`]],
        },
      },
    ],
    bars: barsOf({ resident: Math.max(idle.resident, loaded.resident), p99, sent, arrived: delays.length, recorded }),
  };
};

/** Starts the department and the gateway, which have to know of each other. */
const start = async (folder: string, urlOf: (database: string) => Promise<string>, children: Child[]): Promise<Hub> => {
  const [works, events, ledger] = [await urlOf("human_resources"), await urlOf("sharing"), await urlOf("ledger")];
  await migrateDatabase("human-resources", works);
  await migrateDatabase("sharing", events);
  await prepareEmbeddedLedger(ledger);
  const database = new pg.Pool({ connectionString: works, max: 4 });
  await file(database);
  const [own, theirs] = [newSealKeyPair(), newSealKeyPair()];
  const text = (key: object): string => JSON.stringify({ keys: [key] });
  const keysOfHub = [text(own.secret), text(theirs.open)];
  const gateway = await startChild(
    new URL("events/gateway.ts", import.meta.url),
    [folder, ledger, events, ...keysOfHub],
    ["--expose-gc"],
  );
  children.push(gateway);
  const { envelopeKeys } = await messageFrom<{ readonly envelopeKeys: JSONWebKeySet }>(gateway);
  const keysOfDepartment = [JSON.stringify(envelopeKeys), text(theirs.secret), text(own.open)];
  const department = await startChild(
    new URL("events/department.ts", import.meta.url),
    [works, ...keysOfDepartment],
    ["--expose-gc"],
  );
  children.push(department);
  const { url } = await messageFrom<{ readonly url: string }>(department);
  const listening = messageFrom<Listening>(gateway);
  gateway.process.send({ "human-resources": url });
  return {
    gateway,
    department,
    listening: await listening,
    database,
    ledger: new pg.Pool({ connectionString: ledger }),
  };
};

/** Open streams of one gateway: their memory, and how long an event takes. */
export const events: Bench = {
  name: "events",
  summary:
    "2,000 event streams on one gateway: memory, and delays at 200 events a second, from a department's transaction on",
  run: async ({ say }) => {
    const folder = await mkdtemp(join(tmpdir(), "bench-events-"));
    const postgres = await startEmbeddedPostgres(join(folder, "postgres"));
    const children: Child[] = [];
    try {
      const hub = await start(folder, postgres.urlOf, children);
      const findings = await measure(hub, say);
      await Promise.all([hub.database.end(), hub.ledger.end()]);
      return findings;
    } finally {
      for (const child of children) await child[Symbol.asyncDispose]();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
