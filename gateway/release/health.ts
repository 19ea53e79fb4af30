import type { HubPlugin } from "../step.ts";
import type { Metrics } from "./metrics.ts";
import type { Readiness } from "./readiness.ts";
import type { WatchedLedger } from "./watch-ledger.ts";

const respond = (status: number, type: string, body: string): Response =>
  new Response(body, { status, headers: { "content-type": type, "cache-control": "no-store" } });

const ready = async (readiness: Readiness, ledger: Pick<WatchedLedger, "state"> | undefined): Promise<Response> => {
  const [states, recording] = await Promise.all([readiness.check(), ledger?.state()]);
  const isReady = recording !== "down" && [...states.values()].every((state) => state === "up");
  const body = {
    ready: isReady,
    subgraphs: Object.fromEntries(states),
    ...(recording === undefined ? {} : { ledger: recording }),
  };
  return respond(isReady ? 200 : 503, "application/json; charset=utf-8", JSON.stringify(body));
};

/**
 * GET /healthz: the process is alive. GET /readyz: the supergraph is loaded, every subgraph answered lately (503 with the
 * names of those that did not) and the ledger takes records (503: no answer could leave). GET /metrics: Prometheus text.
 * None of them names a host.
 */
export const health = (readiness: Readiness, metrics: Metrics, ledger?: Pick<WatchedLedger, "state">): HubPlugin => {
  const answers = new Map<string, () => Response | Promise<Response>>([
    ["/healthz", () => respond(200, "text/plain; charset=utf-8", "ok\n")],
    ["/readyz", () => ready(readiness, ledger)],
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
