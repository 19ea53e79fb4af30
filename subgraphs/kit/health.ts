import type { IncomingMessage, ServerResponse } from "node:http";
import { Client } from "pg";
import { Counter, Histogram, Registry } from "prom-client";
import { inForce, type FollowedCertificates } from "../../host/certificates.ts";
import { collectProcessMetrics, showCertificates } from "../../host/process-metrics.ts";

/** Milliseconds that the database may take to say that it is there. */
const PATIENCE = 2_000;

/** A department's process, as its operator watches it. */
export interface DepartmentHealth {
  /** Answers GET /healthz, /readyz and /metrics; false for anything else. They show no data, and ask for no envelope. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Counts one fetch that was answered with this status. */
  readonly observe: (status: number, milliseconds: number) => void;
  /** Counts a resolver that failed within. */
  readonly failed: () => void;
}

/** True when a database answers within 2 s. */
export async function databaseIsThere(databaseUrl: string): Promise<boolean> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const send = (response: ServerResponse, status: number, type: string, text: string): void => {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(text);
};

/** Parts of a department's process that are watched beside its database. */
interface Watched {
  readonly lostLines?: (() => number) | undefined;
  readonly certificates?: FollowedCertificates | undefined;
  /** Adds metrics of its own. */
  readonly show?: ((registry: Registry) => void) | undefined;
}

/**
 * Watches one subgraph. /healthz: the process is alive. /readyz: its database answers within 2 s, and its certificate is in force (503 when not). /metrics: Prometheus
 * text. @param isThere asks the database, or what a source reads. At most one question to the database is under way, however often it is asked.
 */
export function createHealth(
  name: string,
  isThere: () => Promise<boolean>,
  { lostLines = () => 0, certificates, show }: Watched = {},
): DepartmentHealth {
  const registry = new Registry();
  registry.setDefaultLabels({ subgraph: name });
  const registers = [registry];
  collectProcessMetrics(registry, lostLines);
  show?.(registry);
  if (certificates !== undefined) showCertificates(registry, { server: certificates });
  const seconds = new Histogram({
    name: "hub_department_fetch_duration_seconds",
    help: "Time of one fetch in the department, by HTTP status.",
    labelNames: ["status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const failures = new Counter({
    name: "hub_department_internal_errors_total",
    help: "Resolvers that failed for a reason of the department's own.",
    registers,
  });
  let asking: Promise<boolean> | undefined;
  const ready = async (response: ServerResponse): Promise<void> => {
    asking ??= isThere().finally(() => (asking = undefined));
    const database = (await asking) ? "up" : "down";
    const certificate = certificates && inForce(certificates);
    const isReady = database === "up" && certificate !== "expired";
    const body = JSON.stringify({ ready: isReady, database, ...(certificate && { certificate }) });
    send(response, isReady ? 200 : 503, "application/json; charset=utf-8", body);
  };
  return {
    answer: ({ method, url }, response) => {
      if (method !== "GET") return false;
      if (url === "/healthz") send(response, 200, "text/plain; charset=utf-8", "ok\n");
      else if (url === "/readyz") void ready(response);
      else if (url === "/metrics")
        void registry.metrics().then((text) => {
          send(response, 200, registry.contentType, text);
        });
      else return false;
      return true;
    },
    observe: (status, milliseconds) => {
      seconds.observe({ status }, milliseconds / 1_000);
    },
    failed: () => {
      failures.inc();
    },
  };
}
