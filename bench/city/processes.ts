import { readFile } from "node:fs/promises";
import type { JSONWebKeySet } from "jose";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { messageFrom, startChild, type Child } from "../child.ts";
import type { Listening } from "./gateway.ts";
import type { Usage } from "./usage.ts";

/** A hub as on one host: the gateway and each department a process of its own. */
export interface CityHub extends Listening, AsyncDisposable {
  /** Usage so far by process; PostgreSQL's is the sum over its processes. */
  readonly usage: () => Promise<ReadonlyMap<string, Usage>>;
}

const usageOf = (child: Child): Promise<Usage> => {
  const answer = messageFrom<Usage>(child);
  child.process.send("usage");
  return answer;
};

const TICKS_PER_SECOND = 100;

/** CPU of a PostgreSQL server and its living backends (proc(5)); a backend that has ended counts in its parent's sum. */
async function postgresUsage(postmaster: number): Promise<Usage> {
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
  return { cpu: (ticks * 1_000_000) / TICKS_PER_SECOND, resident: 0 };
}

/** Starts a hub over a city. `folder` keeps its keys; `postmaster` is the process of the PostgreSQL that holds all databases. */
export async function startCityHub(
  folder: string,
  urls: DepartmentDatabases,
  ledgerUrl: string,
  postmaster: number,
): Promise<CityHub> {
  const children = new Map<string, Child>();
  const gateway = await startChild(new URL("gateway.ts", import.meta.url), [folder, ledgerUrl]);
  children.set("gateway", gateway);
  const { envelopeKeys } = await messageFrom<{ readonly envelopeKeys: JSONWebKeySet }>(gateway);
  const upstream: Record<string, string> = {};
  for (const { name } of DEPARTMENTS) {
    const department = await startChild(new URL("department.ts", import.meta.url), [
      name,
      urls[name],
      JSON.stringify(envelopeKeys),
    ]);
    children.set(name, department);
    ({ url: upstream[name] = "" } = await messageFrom<{ readonly url: string }>(department));
  }
  const listening = messageFrom<Listening>(gateway);
  gateway.process.send(upstream);
  return {
    ...(await listening),
    usage: async () => {
      const used = new Map<string, Usage>();
      for (const [name, child] of children) used.set(name, await usageOf(child));
      return used.set("postgresql", await postgresUsage(postmaster));
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of children.values()) await child[Symbol.asyncDispose]();
    },
  };
}
