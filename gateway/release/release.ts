import type { Step } from "../step.ts";
import { compressSchema } from "../front/compress-schema.ts";
import { health, type Leaned } from "../front/health.ts";
import { recordRequest } from "./record-request.ts";

/** The answer's way out: it is recorded in metrics, log and trace, a schema compressed; beside it, the hub tells how it is. */
export const release =
  (leaned: Leaned): Step =>
  (services) => ({
    plugins: [health(services.readiness, services.metrics, leaned), compressSchema(), recordRequest(services)],
  });
