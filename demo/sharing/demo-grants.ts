import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A grant of the demo as `grants.yaml` states it: what the workflow has to arrive at. */
export interface DemoGrant {
  readonly id: string;
  readonly consumer: { readonly app?: string; readonly department?: string };
  readonly purpose: { readonly code: string; readonly name: string; readonly basis: string };
  readonly validTo: Date;
  readonly rowScope: readonly string[];
  readonly quota?: { readonly requestsPerDay?: number; readonly subjectsPerDay?: number };
  readonly items: Readonly<Record<string, "CLEAR" | "MASKED">>;
}

/** The grants of the demo's apps and departments. */
export function readDemoGrants(): readonly DemoGrant[] {
  const { grants } = parse(readFileSync(new URL("./grants.yaml", import.meta.url), "utf8")) as {
    readonly grants: readonly (Omit<DemoGrant, "validTo"> & { readonly validTo: string })[];
  };
  return grants.map((grant) => ({ ...grant, validTo: new Date(grant.validTo) }));
}
