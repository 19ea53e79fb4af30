import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { UpdateCycle } from "../../../schema/catalog/vocabulary.ts";
import { addDays, addWorkingDays, beijingDay } from "../../kit/rules/working-days.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import type { DatasetEvidence, ItemCheck, PrismaClient } from "../generated/prisma/client.ts";

/** What an owner has in one type with one declared update cycle, and what is known of it beside what was declared. */
export interface DatasetQuality {
  /** Type, owner and cycle, apart by spaces. */
  readonly id: string;
  readonly typeName: string;
  readonly owner: string;
  readonly updateCycle: UpdateCycle | null;
  /** When its rows really changed last; null: not while the hub has looked. */
  readonly changedAt: Date | null;
  readonly observedSince: Date;
  /** When its system last told. */
  readonly seenAt: Date;
  /** Last day (YYYY-MM-DD) on which the next change is in time; null where it changes when something happens, or nobody says. */
  readonly dueOn: string | null;
  /** Seen on a later day without a change since. That a system is silent tells nothing. */
  readonly late: boolean;
  readonly checks: readonly ItemCheck[];
}

/** Calendar days of each cycle that has some; data of a shorter one has two working days, as nothing happens in an office on Sunday. */
const DAYS: Readonly<Partial<Record<UpdateCycle, number>>> = { WEEKLY: 7, MONTHLY: 31, QUARTERLY: 92, YEARLY: 366 };

/**
 * The last day on which the next change after a day is within a declared cycle, and a working day for bringing it in. Pure.
 * @param day YYYY-MM-DD, Beijing
 */
export function nextDue(cycle: UpdateCycle | null, day: string): string | null {
  if (cycle === null || cycle === "ON_CHANGE") return null;
  const days = DAYS[cycle];
  return days === undefined ? addWorkingDays(day, 2) : addWorkingDays(addDays(day, days), 1);
}

type Evidence = Pick<DatasetEvidence, "changedAt" | "observedSince" | "seenAt">;

/** When the next change is due, and whether it is late: by what was seen, whatever the clock says now. Pure. */
export function freshnessOf(
  cycle: UpdateCycle | null,
  { changedAt, observedSince, seenAt }: Evidence,
): { readonly dueOn: string | null; readonly late: boolean } {
  const dueOn = nextDue(cycle, beijingDay(changedAt ?? observedSince));
  return { dueOn, late: dueOn !== null && beijingDay(seenAt) > dueOn };
}

const isCarriedBy = ({ typeName, sources }: CatalogItem, { type, department }: DatasetEvidence): boolean =>
  typeName === type && sources.some(({ subgraph }) => subgraph === department);

/**
 * What is known of each dataset whose system told of it, by type and owner.
 * @law 政务数据共享条例第十八条 [T] 更新频率以承载系统库内的写入计数核对，不以部门自述为准（老旧系统以数据所载的最新时点核对）；超过更新周期未见变化的，记录并告知数源部门
 */
export async function dataQuality(
  database: PrismaClient,
  { items }: CatalogueView,
): Promise<readonly DatasetQuality[]> {
  const [evidence, checks] = await Promise.all([
    database.datasetEvidence.findMany({ orderBy: [{ type: "asc" }, { department: "asc" }] }),
    database.itemCheck.findMany({ orderBy: [{ item: "asc" }, { rule: "asc" }] }),
  ]);
  const checksOf = new Map<string, ItemCheck[]>();
  for (const check of checks) checksOf.set(check.item, [...(checksOf.get(check.item) ?? []), check]);
  return evidence.flatMap((one) => {
    const carried = items.filter((item) => isCarriedBy(item, one));
    const ids = new Map(
      carried.map((item) => [[item.typeName, item.owner, item.updateCycle ?? "-"].join(" "), item] as const),
    );
    return [...ids].map(([id, { typeName, owner, updateCycle }]): DatasetQuality => {
      const own = carried.filter((item) => item.owner === owner && item.updateCycle === updateCycle);
      return {
        id,
        typeName,
        owner,
        updateCycle,
        changedAt: one.changedAt,
        observedSince: one.observedSince,
        seenAt: one.seenAt,
        ...freshnessOf(updateCycle, one),
        checks: own.flatMap(({ coordinate }) => checksOf.get(coordinate) ?? []),
      };
    });
  });
}
