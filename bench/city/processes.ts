import { join } from "node:path";
import type { JSONWebKeySet } from "jose";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { messageFrom, startChild, usageOf, type Child } from "../child.ts";
import { treeCpu } from "../process-tree.ts";
import type { Listening } from "./gateway.ts";

/** A hub as on one host: the gateway, each department, and the sources together a process of its own. */
export interface CityHub extends Listening, AsyncDisposable {
  /** Microseconds of CPU so far by process; PostgreSQL's is the sum over its processes. */
  readonly cpu: () => Promise<ReadonlyMap<string, number>>;
  /** Resident bytes by process, PostgreSQL's left out: most of what its processes hold they share. */
  readonly resident: () => Promise<ReadonlyMap<string, number>>;
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
  const usage = async (of: "cpu" | "resident"): Promise<Map<string, number>> => {
    const used = new Map<string, number>();
    for (const [name, child] of children) used.set(name, (await usageOf(child))[of]);
    return used;
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
    const sources = await start("sources", new URL("sources.ts", import.meta.url), [
      join(folder, "electricity"),
      JSON.stringify(urls),
      JSON.stringify(envelopeKeys),
    ]);
    Object.assign(upstream, await messageFrom<Readonly<Record<string, string>>>(sources));
    const listening = messageFrom<Listening>(gateway);
    gateway.process.send(upstream);
    return {
      ...(await listening),
      cpu: async () => (await usage("cpu")).set("postgresql", await treeCpu(postmaster)),
      resident: () => usage("resident"),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
