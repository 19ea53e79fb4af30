import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** A grant of the demo as its file states it: what the workflow has to arrive at. */
export interface DemoGrant {
  readonly id: string;
  readonly consumer: { readonly app?: string; readonly department?: string };
  readonly purpose: { readonly code: string; readonly name: string; readonly basis: string };
  readonly validTo: Date;
  readonly rowScope: readonly string[];
  readonly quota?: { readonly requestsPerDay?: number; readonly subjectsPerDay?: number };
  readonly items: Readonly<Record<string, "CLEAR" | "MASKED">>;
}

/** An app of the demo, and the people behind it. */
export interface DemoApp {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  /** Duties that must not meet in one hand do not: each officer has one role. */
  readonly officers: readonly { readonly id: string; readonly name: string; readonly roles: readonly string[] }[];
}

const demoFile = async (path: string): Promise<unknown> =>
  parse(await readFile(fileURLToPath(new URL(path, import.meta.url)), "utf8"));

/** What the demo's six questions are to be given. */
export const readDemoGrants = async (): Promise<readonly DemoGrant[]> => {
  const { grants } = (await demoFile("./grants.yaml")) as {
    readonly grants: readonly (Omit<DemoGrant, "validTo"> & { readonly validTo: string })[];
  };
  return grants.map((grant) => ({ ...grant, validTo: new Date(grant.validTo) }));
};

/** The demo's apps. */
export const readDemoApps = async (): Promise<readonly DemoApp[]> =>
  ((await demoFile("../identities/identities.yaml")) as { readonly apps: readonly DemoApp[] }).apps;
