import type { Context } from "../builder.ts";

/**
 * 工信's own app that has every firm matched with every policy (政策找企业), under the purpose of the officers' question. Its token comes from
 * the city's issuer and its grants from the register, as any app's.
 */
export const MONITOR = { app: "policy-monitor", department: "industry-information", purpose: "POLICY_MATCH" } as const;

/** True for a fetch that the monitor began. Nobody else's question leaves a trace here, whatever day it asks about. */
export function isMonitoring({ envelope }: Context): boolean {
  return envelope?.app === MONITOR.app && envelope.department === MONITOR.department;
}
