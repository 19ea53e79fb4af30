import type { Step } from "../step.ts";
import { health } from "./health.ts";
import { recordRequest } from "./record-request.ts";

/** The answer's way out: it is recorded in metrics, log and trace; beside it, the hub tells how it is. */
export const release: Step = (services) => ({
  plugins: [health(services.readiness, services.metrics), recordRequest(services)],
});
