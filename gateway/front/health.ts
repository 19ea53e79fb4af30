import type { Governance } from "../decide/create-governance.ts";
import type { HubPlugin } from "../step.ts";
import type { Metrics } from "../release/metrics.ts";
import type { Readiness } from "../release/readiness.ts";
import type { WatchedLedger } from "../record/watch-ledger.ts";

/** What else no answer can leave without; absent where the gateway has none. */
export interface Leaned {
  readonly ledger?: Pick<WatchedLedger, "state"> | undefined;
  readonly grants?: Governance["grants"] | undefined;
}

const respond = (status: number, type: string, body: string): Response =>
  new Response(body, { status, headers: { "content-type": type, "cache-control": "no-store" } });

const ready = async (readiness: Readiness, { ledger, grants }: Leaned): Promise<Response> => {
  const [states, recording] = await Promise.all([readiness.check(), ledger?.state()]);
  const granting = grants?.();
  const isReady = recording !== "down" && granting !== "down" && [...states.values()].every((state) => state === "up");
  const body = {
    ready: isReady,
    subgraphs: Object.fromEntries(states),
    ...(recording === undefined ? {} : { ledger: recording }),
    ...(granting === undefined ? {} : { grants: granting }),
  };
  return respond(isReady ? 200 : 503, "application/json; charset=utf-8", JSON.stringify(body));
};

/**
 * GET /healthz: the process is alive. GET /readyz: the supergraph is loaded, every subgraph answered lately (503 with the
 * names of those that did not), the ledger takes records and the grants are known (503: no answer could leave). GET /metrics:
 * Prometheus text. None of them names a host.
 */
export const health = (readiness: Readiness, metrics: Metrics, leaned: Leaned): HubPlugin => {
  const answers = new Map<string, () => Response | Promise<Response>>([
    ["/healthz", () => respond(200, "text/plain; charset=utf-8", "ok\n")],
    ["/readyz", () => ready(readiness, leaned)],
    ["/metrics", async () => respond(200, metrics.registry.contentType, await metrics.registry.metrics())],
  ]);
  return {
    onRequest: async (event) => {
      if (event.request.method !== "GET") return;
      const answer = answers.get(event.url.pathname);
      if (answer) event.endResponse(await answer());
    },
  };
};
