import { readFile } from "node:fs/promises";
import type { JSONWebKeySet } from "jose";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { messageFrom, startChild, usageOf, type Child } from "../child.ts";
import type { Listening } from "./gateway.ts";

/** A hub as on one host: the gateway and each department a process of its own. */
export interface CityHub extends Listening, AsyncDisposable {
  /** Microseconds of CPU so far by process; PostgreSQL's is the sum over its processes. */
  readonly cpu: () => Promise<ReadonlyMap<string, number>>;
}

const TICKS_PER_SECOND = 100;

/** CPU of a PostgreSQL server and its living backends (proc(5)); a backend that has ended counts in its parent's sum. */
async function postgresCpu(postmaster: number): Promise<number> {
  const statOf = async (pid: number): Promise<readonly number[]> => {
    const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    return text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
  };
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, "utf8").catch(() => "");
  const own = await statOf(postmaster);
  let ticks = (own[11] ?? 0) + (own[12] ?? 0) + (own[13] ?? 0) + (own[14] ?? 0);
  for (const pid of children.trim().split(" ").filter(Boolean)) {
    const stat = await statOf(Number(pid));
    ticks += (stat[11] ?? 0) + (stat[12] ?? 0);
  }
  return (ticks * 1_000_000) / TICKS_PER_SECOND;
}

/**
 * Starts a hub over a city. `folder` keeps its keys; `postmaster` is the process of the PostgreSQL that holds all databases. When one process
 * does not start, those before it are ended.
 */
export async function startCityHub(
  folder: string,
  urls: DepartmentDatabases,
  ledgerUrl: string,
  postmaster: number,
): Promise<CityHub> {
  const children = new Map<string, Child>();
  const start = async (name: string, program: URL, args: readonly string[]): Promise<Child> => {
    const child = await startChild(program, args);
    children.set(name, child);
    return child;
  };
  const stop = async (): Promise<void> => {
    for (const child of children.values()) await child[Symbol.asyncDispose]();
  };
  try {
    const gateway = await start("gateway", new URL("gateway.ts", import.meta.url), [folder, ledgerUrl]);
    const { envelopeKeys } = await messageFrom<{ readonly envelopeKeys: JSONWebKeySet }>(gateway);
    const upstream: Record<string, string> = {};
    for (const { name } of DEPARTMENTS) {
      const department = await start(name, new URL("department.ts", import.meta.url), [
        name,
        urls[name],
        JSON.stringify(envelopeKeys),
      ]);
      ({ url: upstream[name] = "" } = await messageFrom<{ readonly url: string }>(department));
    }
    const listening = messageFrom<Listening>(gateway);
    gateway.process.send(upstream);
    return {
      ...(await listening),
      cpu: async () => {
        const used = new Map<string, number>();
        for (const [name, child] of children) used.set(name, (await usageOf(child)).cpu);
        return used.set("postgresql", await postgresCpu(postmaster));
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
