import type { Step } from "../step.ts";
import { health } from "./health.ts";
import { recordRequest } from "./record-request.ts";
import type { WatchedLedger } from "./watch-ledger.ts";

/** The answer's way out: it is recorded in metrics, log and trace; beside it, the hub tells how it is. */
export const release =
  (ledger?: WatchedLedger): Step =>
  (services) => ({
    plugins: [health(services.readiness, services.metrics, ledger), recordRequest(services)],
  });
