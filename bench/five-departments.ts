import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { Pool } from "undici";
import { seedCity } from "../demo/city/seed-city.ts";
import { departmentDatabases } from "../subgraphs/kit/postgres/department-databases.ts";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { type Bench, type BenchOptions, median } from "./bench.ts";
import { gatewayFlags } from "./child.ts";
import { question } from "./five-departments/question.ts";

const CONNECTIONS = 16;

interface Contender {
  readonly name: string;
  readonly ask: (citizenNumber: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const startContender = async (name: string, file: string, args: readonly string[]): Promise<Contender> => {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: [...(await gatewayFlags())],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [{ url, headers }] = (await once(child, "message")) as [{ url: string; headers: Record<string, string> }];
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  return {
    name,
    ask: async (citizenNumber) => {
      const { body } = await pool.request({
        method: "POST",
        path: pathname,
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query: question, variables: { citizenNumber } }),
      });
      return body.text();
    },
    stop: async () => {
      await pool.close();
      child.disconnect();
      await once(child, "exit");
    },
  };
};

const requestsPerSecond = async (contender: Contender, numbers: readonly string[], milliseconds: number) => {
  const start = performance.now();
  let asked = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - start < milliseconds) await contender.ask(numbers[asked++ % numbers.length] ?? "");
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (asked * 1_000) / (performance.now() - start);
};

const someNumbers = async (url: string): Promise<readonly string[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const rows = await client.query<{ citizen_number: string }>(
    "select citizen_number from person order by id limit 2000",
  );
  await client.end();
  return rows.rows.map((row) => row.citizen_number);
};

/** The same shape of answer from every contender, or the comparison means nothing. */
const assertAnswers = async (contenders: readonly Contender[], number: string): Promise<void> => {
  for (const { name, ask } of contenders) {
    const { data } = JSON.parse(await ask(number)) as { data?: { person?: { socialInsurances?: unknown } | null } };
    if (!Array.isArray(data?.person?.socialInsurances)) throw new Error(`${name} does not answer the question`);
  }
};

const compare = async (contenders: readonly Contender[], numbers: readonly string[], options: BenchOptions) => {
  const found = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) await requestsPerSecond(contender, numbers, options.roundMilliseconds);
  for (let round = 0; round < options.rounds; round++) {
    options.say(`  round ${round + 1} of ${options.rounds}`);
    for (const contender of contenders) {
      found.get(contender.name)?.push(await requestsPerSecond(contender, numbers, options.roundMilliseconds));
    }
  }
  return contenders.map(({ name }) => ({ name, rate: median(found.get(name) ?? []) }));
};

/** One person across five departments, over real PostgreSQL: the hub against a handler written for this question alone. */
export const fiveDepartments: Bench = {
  name: "five-departments",
  summary: "one question across five departments against a hand-written Node + pg handler",
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), "bench-city-"));
    await chmod(folder, 0o755);
    const database = await startEmbeddedPostgres(join(folder, "postgres"));
    const urls = await departmentDatabases(database.urlOf);
    options.say("  building the city");
    await seedCity({ databaseUrls: urls, people: 20_000 });
    const ledgerUrl = await database.urlOf("ledger");
    const text = JSON.stringify(urls);
    const contenders = [
      await startContender("hand-written handler", "five-departments/hand-written.ts", [text]),
      await startContender("hub, governance and ledger off", "five-departments/hub.ts", [text, ledgerUrl, "open"]),
      await startContender("hub, governance and ledger on", "five-departments/hub.ts", [text, ledgerUrl, "governed"]),
    ];
    try {
      const numbers = await someNumbers(urls["public-security"]);
      await assertAnswers(contenders, numbers[0] ?? "");
      const found = await compare(contenders, numbers, options);
      const [hand, , governed] = found;
      const ratio = (governed?.rate ?? 0) / (hand?.rate ?? 1);
      return {
        introduction:
          "One person with household, insurances, property, marriages and shareholdings, from five databases of a city of 20,000 people on one PostgreSQL; 16 connections. " +
          "The hub runs gateway and five subgraphs in one process, like `npm start`; the handler runs the same SQL by hand, without grants, masks, envelopes or records.",
        tables: [
          {
            title: "Throughput",
            table: {
              head: ["contender", "requests/s", "of hand-written"],
              rows: found.map(({ name, rate }) => [name, rate.toFixed(0), (rate / (hand?.rate ?? 1)).toFixed(2)]),
            },
          },
        ],
        bars: [
          {
            what: "hub with everything on, of the handler's throughput",
            bar: "≥ 0.5",
            reached: ratio.toFixed(2),
            holds: ratio >= 0.5,
          },
        ],
      };
    } finally {
      for (const contender of contenders) await contender.stop();
      await database.stop();
      await rm(folder, { recursive: true });
    }
  },
};
