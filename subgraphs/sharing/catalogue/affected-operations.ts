import { SENSITIVITY_LEVELS } from "../../../schema/catalog/vocabulary.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import type { ItemClass } from "./compare-catalogues.ts";

/** What a change of a coordinate's classification does to an operation that has it. */
export type OperationEffect = "NOT_SHARED" | "GRANT_REQUIRED" | "OFFICER_REQUIRED" | "MASK_CHANGED";

/** A registered operation that a change of classification breaks. */
export interface AffectedOperation {
  readonly app: string;
  /** Id of the operation. */
  readonly operation: string;
  readonly name: string;
  readonly effect: OperationEffect;
}

/** How an app is given the coordinate by grants that are in force. */
interface Given {
  readonly outcome: "CLEAR" | "MASKED";
  readonly unattended: boolean;
}

type Classed = Pick<ItemClass, "level" | "share" | "mask">;

/** From L3 on data is given to a named officer in a case only, unless a grant is for an automatic job. */
const isPersonal = ({ level }: Classed): boolean =>
  SENSITIVITY_LEVELS.indexOf(level) >= SENSITIVITY_LEVELS.indexOf("L3");

/** The gravest effect of a change on an app that is given the coordinate so; undefined where it goes on as before. Pure. */
export function effectOf(before: Classed, after: Classed, given: readonly Given[]): OperationEffect | undefined {
  if (after.share === "NOT_SHARED") return before.share === "NOT_SHARED" ? undefined : "NOT_SHARED";
  if (before.share === "UNCONDITIONAL" && after.share === "CONDITIONAL" && given.length === 0) return "GRANT_REQUIRED";
  if (!isPersonal(before) && isPersonal(after) && !given.some(({ unattended }) => unattended))
    return "OFFICER_REQUIRED";
  const isMasked = given.some(({ outcome }) => outcome === "MASKED");
  return isMasked && before.mask !== after.mask ? "MASK_CHANGED" : undefined;
}

/**
 * The registered operations of all apps that a change of one coordinate would break, by what grants give today; sorted by app and name. The change of
 * a whole supergraph is told by `shali-hub check-operations`, which decides each operation.
 */
export async function affectedOperations(
  database: Pick<PrismaClient, "registeredOperation" | "grant" | "grantItem" | "app">,
  coordinate: string,
  before: Classed,
  after: Classed,
): Promise<readonly AffectedOperation[]> {
  const operations = await database.registeredOperation.findMany({
    where: { coordinates: { has: coordinate }, confirmedAt: { not: null }, retiredAt: null },
    orderBy: [{ appId: "asc" }, { name: "asc" }],
    select: { appId: true, id: true, name: true },
  });
  const ids = [...new Set(operations.map(({ appId }) => appId))];
  const apps = await database.app.findMany({ where: { id: { in: ids } }, select: { id: true, departmentId: true } });
  const departmentOf = new Map(apps.map(({ id, departmentId }) => [id, departmentId]));
  const items = await database.grantItem.findMany({ where: { coordinate, removedAt: null } });
  const grants = await database.grant.findMany({
    where: { state: "ACTIVE", id: { in: items.map(({ grantId }) => grantId) } },
    select: { id: true, appId: true, departmentId: true, unattended: true },
  });
  const outcomeOf = new Map(items.map(({ grantId, outcome }) => [grantId, outcome]));
  return operations.flatMap(({ appId: app, id: operation, name }) => {
    const given = grants
      .filter(({ appId, departmentId }) => departmentId === departmentOf.get(app) && (appId ?? app) === app)
      .map(({ id, unattended }) => ({ outcome: outcomeOf.get(id) ?? ("CLEAR" as const), unattended }));
    const effect = effectOf(before, after, given);
    return effect === undefined ? [] : [{ app, operation, name, effect }];
  });
}
