import { readFileSync } from "node:fs";
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";
import type { FollowedCertificates } from "./certificates.ts";
import { shareMetrics, workerPlace } from "./workers.ts";

/** Gauges of prom-client with a counter's ending, which Prometheus' own lint refuses; each is the sum of one that is kept. */
const MISNAMED = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"];

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
};

/** Metrics that every process of a hub has: node's own, the versions that run, and the lines that its log has lost. */
export function collectProcessMetrics(registry: Registry, lostLines: () => number): void {
  const registers = [registry];
  const place = workerPlace();
  if (place !== undefined) shareMetrics(registry, place);
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  new Gauge({
    name: "hub_build_info",
    help: "1, with the versions that run.",
    labelNames: ["version", "node"],
    registers,
  }).set({ version, node: process.versions.node }, 1);
  new Gauge({
    name: "hub_log_lines_lost",
    help: "Lines of this process's log that found no room, since its start.",
    registers,
    collect() {
      this.set(lostLines());
    },
  });
}

/** Shows when each of a process's certificates ends, by its use. */
export function showCertificates(
  registry: Registry,
  certificates: Readonly<Record<string, FollowedCertificates | undefined>>,
): void {
  new Gauge({
    name: "hub_certificate_expires_timestamp_seconds",
    help: "End of this process's own certificate, by its use (server, client), in seconds since 1970.",
    labelNames: ["use"],
    registers: [registry],
    collect() {
      for (const [use, followed] of Object.entries(certificates)) {
        const expires = followed?.now().expires;
        if (expires !== undefined) this.set({ use }, Math.floor(expires / 1_000));
      }
    },
  });
}
