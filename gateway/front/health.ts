import { inForce, type FollowedCertificates } from "../../host/certificates.ts";
import { metricsOfAll } from "../../host/workers.ts";
import type { Governance } from "../decide/create-governance.ts";
import type { WatchedLedger } from "../record/watch-ledger.ts";
import type { Metrics } from "../release/metrics.ts";
import type { Readiness, SubgraphState } from "../release/readiness.ts";
import { type HttpAnswer, jsonAnswer, plainAnswer, type Route } from "./http.ts";

/** Everything that an answer cannot leave without; absent where the gateway has none. */
export interface Dependencies {
  readonly readiness: Readiness;
  readonly ledger: Pick<WatchedLedger, "state" | "reason"> | undefined;
  readonly grants: Governance["grants"] | undefined;
  /** Those with which apps are served. */
  readonly certificates: FollowedCertificates | undefined;
}

/** One department that refuses may be wrong itself; when all do, it is this gateway's key or clock, and another replica may be right. */
const isRefusedByAll = (states: readonly SubgraphState[]): boolean =>
  states.length > 0 && states.every((state) => state !== "up" && state !== "down");

const ready = async ({ readiness, ledger, grants, certificates }: Dependencies): Promise<HttpAnswer> => {
  const [states, recording, trouble] = await Promise.all([readiness.check(), ledger?.state(), ledger?.reason()]);
  const granting = grants?.();
  const certificate = certificates && inForce(certificates);
  const isReady =
    recording !== "down" && granting !== "down" && certificate !== "expired" && !isRefusedByAll([...states.values()]);
  return jsonAnswer(isReady ? 200 : 503, {
    ready: isReady,
    subgraphs: Object.fromEntries(states),
    ...(recording === undefined ? {} : { ledger: recording }),
    ...(trouble === undefined ? {} : { ledgerTrouble: trouble }),
    ...(granting === undefined ? {} : { grants: granting }),
    ...(certificate === undefined ? {} : { certificate }),
  });
};

/**
 * GET /healthz: the process is alive. GET /readyz: the supergraph is loaded, the ledger takes records and the grants are
 * known (503: no answer could leave), and not every department refuses this gateway (503: its key, its certificate or its clock is wrong),
 * and its own certificate, where it has one, is in force. The state of each department is told, and no reason for 503: the others' fields are answered. GET /metrics: Prometheus text. None of them names a host.
 */
export function health(metrics: Metrics, dependencies: Dependencies): Route {
  return ({ method, path }) => {
    if (method !== "GET") return undefined;
    switch (path) {
      case "/healthz":
        return plainAnswer(200, "text/plain; charset=utf-8", "ok\n");
      case "/readyz":
        return ready(dependencies);
      case "/metrics":
        return metricsOfAll(metrics.registry).then((text) => plainAnswer(200, metrics.registry.contentType, text));
      default:
        return undefined;
    }
  };
}
