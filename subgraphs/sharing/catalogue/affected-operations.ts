import { SENSITIVITY_LEVELS } from "../../../schema/catalog/vocabulary.ts";
import type { StepTransaction } from "../workflow/matter.ts";
import type { ItemClass } from "./compare-catalogues.ts";

/** What a change of a coordinate's classification does to an operation that has it. */
export type OperationEffect = "GONE" | "NOT_SHARED" | "GRANT_REQUIRED" | "OFFICER_REQUIRED" | "MASK_CHANGED";

/** A registered operation that a change of classification breaks. */
export interface AffectedOperation {
  readonly app: string;
  /** Id of the operation. */
  readonly operation: string;
  readonly name: string;
  readonly coordinate: string;
  readonly effect: OperationEffect;
}

/** A change of one coordinate; `after` null: it is gone. */
export interface ClassChange {
  readonly coordinate: string;
  readonly before: Classed;
  readonly after: Classed | null;
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
export function effectOf(before: Classed, after: Classed | null, given: readonly Given[]): OperationEffect | undefined {
  if (after === null) return "GONE";
  if (after.share === "NOT_SHARED") return before.share === "NOT_SHARED" ? undefined : "NOT_SHARED";
  if (before.share === "UNCONDITIONAL" && after.share === "CONDITIONAL" && given.length === 0) return "GRANT_REQUIRED";
  if (!isPersonal(before) && isPersonal(after) && !given.some(({ unattended }) => unattended))
    return "OFFICER_REQUIRED";
  const isMasked = given.some(({ outcome }) => outcome === "MASKED");
  return isMasked && before.mask !== after.mask ? "MASK_CHANGED" : undefined;
}

/** The changes between two classifications of the same coordinates; what is new breaks nothing. Pure. */
export function classChanges(
  before: Iterable<Classed & { readonly coordinate: string }>,
  after: ReadonlyMap<string, Classed>,
): readonly ClassChange[] {
  return [...before].flatMap((item) => {
    const now = after.get(item.coordinate) ?? null;
    const isSame = now?.level === item.level && now.share === item.share && now.mask === item.mask;
    return isSame ? [] : [{ coordinate: item.coordinate, before: item, after: now }];
  });
}

/**
 * The registered operations of all apps that a change of coordinates would break, by what grants give today; sorted by app, name and coordinate.
 * `shali-hub check-operations` tells of a whole supergraph what it breaks besides: it decides each operation.
 */
export async function affectedOperations(
  database: Pick<StepTransaction, "registeredOperation" | "grant" | "grantItem" | "app">,
  changes: readonly ClassChange[],
): Promise<readonly AffectedOperation[]> {
  const changed = changes.map(({ coordinate }) => coordinate);
  const operations = await database.registeredOperation.findMany({
    where: { coordinates: { hasSome: changed }, confirmedAt: { not: null }, retiredAt: null },
    orderBy: [{ appId: "asc" }, { name: "asc" }],
    select: { appId: true, id: true, name: true, coordinates: true },
  });
  if (operations.length === 0) return [];
  const ids = [...new Set(operations.map(({ appId }) => appId))];
  const apps = await database.app.findMany({ where: { id: { in: ids } }, select: { id: true, departmentId: true } });
  const departmentOf = new Map(apps.map(({ id, departmentId }) => [id, departmentId]));
  const items = await database.grantItem.findMany({ where: { coordinate: { in: changed }, removedAt: null } });
  const grants = await database.grant.findMany({
    where: { state: "ACTIVE", id: { in: items.map(({ grantId }) => grantId) } },
    select: { id: true, appId: true, departmentId: true, unattended: true },
  });
  const outcomes = new Map(items.map(({ grantId, coordinate, outcome }) => [`${grantId} ${coordinate}`, outcome]));
  return operations.flatMap(({ appId: app, id: operation, name, coordinates }) =>
    changes.flatMap(({ coordinate, before, after }) => {
      if (!coordinates.includes(coordinate)) return [];
      const given = grants.flatMap(({ id, appId, departmentId, unattended }) => {
        const outcome = outcomes.get(`${id} ${coordinate}`);
        const isHeld = departmentId === departmentOf.get(app) && (appId ?? app) === app;
        return isHeld && outcome !== undefined ? [{ outcome, unattended }] : [];
      });
      const effect = effectOf(before, after, given);
      return effect === undefined ? [] : [{ app, operation, name, coordinate, effect }];
    }),
  );
}
