import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type EmbeddedDatabase, startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { openTestIssuer } from "../gateway/authenticate/fixtures/test-issuer.ts";
import { logKeyIn } from "../ledger/key-file.ts";
import { prepareLedger } from "../ledger/store/prepare-ledger.ts";
import type { Bench, BenchOptions } from "./bench.ts";
import { gatewayFlags } from "./child.ts";
import { cpuBar, cpuRatio, titleOf } from "./federation/compare.ts";
import { BENCH_GRANTS, BENCH_OVERLAY } from "./federation/governed.ts";
import { supergraphOf } from "./federation/graph.ts";
import { measureStarted, type Measurement, together } from "./federation/measure.ts";
import { type Contender, startStubs } from "./federation/processes.ts";
import { treeCpu } from "./process-tree.ts";

/** The federation benchmark's question, cut to what a gateway lets through by its default limit on cost. */
const OPERATION = `
  fragment User on User { id username name }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query {
    users { ...User reviews { id body product { ...Product } } }
    topProducts(first: 5) { ...Product reviews { id body author { ...User } } }
  }`;

/** Connections for each worker: a process does its work in batches, and so it is compared with one that has as much to do. */
const EACH = 8;
const LAUNCHES = 3;
const ORIGIN = "bench.example/ledger";
const CONTENDERS = { "one-worker": 1, "two-workers": 2 } as const;

/**
 * Keeps every core's threads busy at the lowest priority. A request costs more CPU while the other thread of its core works: two
 * workers leave fewer of them idle than one, and would be compared on a slower machine.
 */
const fillCores = (): Disposable => {
  const program = `const parent = process.ppid; while (process.ppid === parent);`;
  const fillers = Array.from({ length: availableParallelism() }, () => {
    const filler = spawn(process.execPath, ["--eval", program], { stdio: "ignore" });
    if (filler.pid !== undefined) setPriority(filler.pid, constants.priority.PRIORITY_LOW);
    return filler;
  });
  return {
    [Symbol.dispose]: () => {
      for (const filler of fillers) filler.kill("SIGKILL");
    },
  };
};

/** Starts the command with so many workers, and resolves once each of them serves. */
const startGateway = async (
  name: keyof typeof CONTENDERS,
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Omit<Contender, "sent">> => {
  const workers = CONTENDERS[name];
  const program = [...(await gatewayFlags()), "gateway/main.ts", "--workers", String(workers), ...flags];
  const child = spawn(process.execPath, program, {
    env: { ...process.env, ...env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const urls: string[] = [];
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const { msg, url } = JSON.parse(line) as { readonly msg: string; readonly url?: string };
    if (url !== undefined && msg === "The gateway is ready.") urls.push(url);
    if (urls.length === workers) break;
  }
  const [url] = urls;
  if (urls.length < workers || url === undefined) throw new Error(lines.join("\n"));
  child.stdout.resume();
  const usage = async () => ({ cpu: await treeCpu(child.pid ?? 0), heap: Number.NaN, resident: Number.NaN });
  return { name, url, usage, [Symbol.asyncDispose]: stop };
};

/** One of both in a folder of its own, with its keys, its ledger and its counters. */
const startOver = async (
  name: keyof typeof CONTENDERS,
  parent: string,
  {
    stubs: { urls },
    postgres,
  }: { readonly stubs: Awaited<ReturnType<typeof startStubs>>; readonly postgres: EmbeddedDatabase },
): Promise<Contender> => {
  const folder = join(parent, name);
  await mkdir(folder);
  const write = async (file: string, text: string): Promise<string> => {
    await writeFile(join(folder, file), text);
    return join(folder, file);
  };
  const issuer = await openTestIssuer(folder);
  await logKeyIn(folder, ORIGIN);
  const ledger = await postgres.urlOf(`ledger_of_${name}`);
  await prepareLedger(ledger, ORIGIN);
  // JSON is YAML.
  const flags = {
    "--supergraph": await write("supergraph.graphql", supergraphOf(urls)),
    "--overlay": await write("overlay.yaml", JSON.stringify(BENCH_OVERLAY)),
    "--grants": await write("grants.yaml", JSON.stringify(BENCH_GRANTS)),
    "--jwks": issuer.jwksPath,
    "--envelope-key": join(folder, "envelope"),
    "--ledger-key": join(folder, "log.key"),
    "--port": "0",
  };
  const unsealed = Object.keys(urls).flatMap((department) => ["--unsealed", department]);
  const env = { DATABASE_URL_LEDGER: ledger, HUB_COUNTERS_URL: await postgres.urlOf(`counters_of_${name}`) };
  const token = await issuer.issue({ app: "bench", department: "bench", roles: [] });
  const headers = { authorization: `Bearer ${token}`, "x-purpose": "BENCH" };
  return {
    ...(await startGateway(name, [...Object.entries(flags).flat(), ...unsealed], env)),
    sent: { headers },
    connections: CONTENDERS[name] * EACH,
  };
};

/** One launch of both, side by side: each with a ledger and counters of its own on one PostgreSQL. */
const launch = async (options: BenchOptions): Promise<readonly Measurement[]> => {
  const folder = await mkdtemp(join(tmpdir(), "bench-workers-"));
  // A PostgreSQL started by root runs as somebody else.
  await chmod(folder, 0o755);
  const stubs = await startStubs(1);
  const postgres = await startEmbeddedPostgres(join(folder, "postgres"));
  const contenders: Contender[] = [];
  const filled = fillCores();
  try {
    for (const name of ["one-worker", "two-workers"] as const)
      contenders.push(await startOver(name, folder, { stubs, postgres }));
    return await measureStarted(contenders, OPERATION, options);
  } finally {
    filled[Symbol.dispose]();
    for (const each of contenders) await each[Symbol.asyncDispose]();
    await postgres.stop();
    await stubs[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
};
/** What a second process on one port costs: limits, grants and a ledger that both share. */
export const workers: Bench = {
  name: "workers",
  summary: "CPU per request of a gateway with two workers against one process",
  run: async (options) => {
    const rounds = Math.ceil(options.rounds / LAUNCHES);
    const launched: (readonly Measurement[])[] = [];
    while (launched.length < LAUNCHES) {
      launched.push(await launch({ ...options, rounds }));
    }
    const found = together(launched);
    return {
      introduction:
        "The command `gateway` as an operator starts it, without seals, over the federation benchmark's graph, three levels of it: tokens, grants, limits counted in PostgreSQL, " +
        "each answer behind a durable record. Both stand side by side, with databases of their own, and take turns. CPU is that of the gateway's " +
        `processes, supervisor included; load, stubs and PostgreSQL share the machine and do not count. ` +
        `What they leave idle is filled at the lowest priority, so that both run beside as busy a neighbour. ${LAUNCHES} launches.`,
      tables: [
        {
          title: "CPU per request",
          table: {
            head: ["gateway", "CPU ms", "requests/s", `CPU to ${titleOf("one-worker")}`],
            rows: found.map(({ name, cpu, requestsPerSecond }) => [
              titleOf(name),
              cpu.toFixed(2),
              requestsPerSecond.toFixed(0),
              cpuRatio(found, name, "one-worker").toFixed(3),
            ]),
          },
        },
      ],
      bars: [cpuBar(found, "two-workers", "one-worker", 1.05)],
    };
  },
};
