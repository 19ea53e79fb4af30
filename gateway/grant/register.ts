import { createHash } from "node:crypto";

import { thumbprintOf, type AppKey } from "../../schema/app-keys.ts";
import { divisionPrefix, governmentOf } from "../../schema/catalog/divisions.ts";
import type { PinnedOperation } from "../../schema/registered-operation.ts";
import type { Caller } from "../authenticate/caller.ts";

/** An officer (经办人) whom the register of parties has in office: one with at least one role. */
export interface RegisteredOfficer {
  readonly department: string;
  /** Division code of the department's area. */
  readonly area: string;
  readonly roles: readonly string[];
}

/** An app's answer where fields are denied, unless a request asks for another: `x-on-denied`. */
export type OnDenied = "tell" | "quiet" | "reject";

/** An app that the register of parties has. */
export interface RegisteredApp {
  readonly department: string;
  readonly onDenied: OnDenied;
  /** Web origins (`https://host`) whose pages may ask as this app. */
  readonly origins: readonly string[];
  /** Public keys by which the app proves who it is where tokens are given out. */
  readonly keys: readonly AppKey[];
  /** Operations that the app may ask by their ids, as they were approved. */
  readonly operations: ReadonlyMap<string, PinnedOperation>;
}

/** The register of parties (各方登记), as far as it says who may ask. Frozen. */
export interface Register {
  /** Changes exactly when anything of it does. */
  readonly version: string;
  readonly officers: ReadonlyMap<string, RegisteredOfficer>;
  readonly apps: ReadonlyMap<string, RegisteredApp>;
  /** Every app's web origins together. */
  readonly origins: ReadonlySet<string>;
}

const toldOf = ({ id, coordinates, cost, plan }: PinnedOperation): object => ({ id, coordinates, cost, plan });

/** Makes a register of what a source says. */
export function createRegister(officers: Register["officers"], apps: Register["apps"]): Register {
  const entries = [...apps].sort(([one], [other]) => (one < other ? -1 : 1));
  // An id stands for its text, and the facts beside it are pinned with it in what the ledger states.
  const told = entries.map(([id, { operations, ...app }]) => [id, app, [...operations.values()].map(toldOf)]);
  const version = createHash("sha256")
    .update(JSON.stringify([[...officers].sort(), told]))
    .digest("hex");
  const origins = new Set([...apps.values()].flatMap((app) => app.origins));
  return Object.freeze({ version, officers, apps, origins });
}

/**
 * The narrower of a token's division and a department's area; undefined when neither lies in the other, and for the division of a
 * lower government: the bureau of a county is a department of its own, with its own head and its own applications.
 * @law 政务数据共享条例第二条 [T] 共享在政府部门之间进行，县（区）部门是独立的部门：其经办人只在本部门的应用下办理，不得以市级部门的应用查询
 */
const within = (area: string, division: string | null): string | undefined => {
  if (division === null) return area;
  const [wide, narrow] = [divisionPrefix(area), divisionPrefix(division)];
  if (narrow.startsWith(wide)) return governmentOf(division) === governmentOf(area) ? division : undefined;
  return wide.startsWith(narrow) ? area : undefined;
};

const thumbprints = new WeakMap<RegisteredApp, ReadonlySet<string>>();

const thumbprintsOf = (app: RegisteredApp): ReadonlySet<string> => {
  const known = thumbprints.get(app) ?? new Set(app.keys.map(thumbprintOf));
  thumbprints.set(app, known);
  return known;
};

/** False for a caller whose app has proved itself by a key that is no longer the app's. */
export function holdsKey({ apps }: Register, { app, appKey }: Pick<Caller, "app" | "appKey">): boolean {
  if (appKey === undefined) return true;
  const found = apps.get(app);
  return found !== undefined && thumbprintsOf(found).has(appKey);
}

/**
 * The caller as the register has them: roles are the register's, the division reaches no farther than the department's area.
 * undefined when app, officer and department do not fit each other, the officer is not in office or is of a lower government, or the
 * app's key is withdrawn.
 */
export function registered(register: Register, caller: Caller): Caller | undefined {
  if (register.apps.get(caller.app)?.department !== caller.department || !holdsKey(register, caller)) return undefined;
  if (caller.officer === null) return Object.freeze({ ...caller, roles: Object.freeze([]) });
  const officer = register.officers.get(caller.officer);
  if (officer?.department !== caller.department) return undefined;
  const division = within(officer.area, caller.division);
  return division === undefined ? undefined : Object.freeze({ ...caller, division, roles: officer.roles });
}
