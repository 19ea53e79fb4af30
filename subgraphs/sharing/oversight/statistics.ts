import type { Context } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { answerTerm } from "../clock/terms.ts";
import { servicesOf } from "../services.ts";

/** Data items that a department was asked for in a period, by the day of receipt, and their decisions. Forms are not counted. */
export interface DepartmentStatistics {
  readonly department: string;
  readonly asked: number;
  readonly shared: number;
  readonly masked: number;
  readonly refused: number;
  readonly open: number;
  /** Items in grants of the department that are in force, and those of them used in the period. */
  readonly inForce: number;
  readonly used: number;
  readonly reviews: number;
  readonly answeredInTime: number;
  readonly answeredLate: number;
  readonly overdue: number;
}

/** Period: `from` included, `to` excluded. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

type Counts = { -readonly [Key in keyof DepartmentStatistics]: DepartmentStatistics[Key] };

const empty = (department: string): Counts => ({
  department,
  asked: 0,
  shared: 0,
  masked: 0,
  refused: 0,
  open: 0,
  inForce: 0,
  used: 0,
  reviews: 0,
  answeredInTime: 0,
  answeredLate: 0,
  overdue: 0,
});

interface ItemCounts {
  readonly owner: string;
  readonly decision: "PENDING" | "CLEAR" | "MASKED" | "REFUSED";
  readonly count: bigint;
}

interface UseCounts {
  readonly provider: string;
  readonly in_force: bigint;
  readonly used: bigint;
}

const itemCounts = (database: Context["database"], { from, to }: Period): Promise<ItemCounts[]> =>
  database.$queryRaw<ItemCounts[]>`
    select i.owner, i.decision::text as decision, count(*) as count
    from application_item i join application a on a.id = i.application_id
    where a.consented_at >= ${from} and a.consented_at < ${to} and (a.state <> 'WITHDRAWN' or i.decision <> 'PENDING')
    group by 1, 2`;

const useCounts = (database: Context["database"], { from, to }: Period): Promise<UseCounts[]> =>
  database.$queryRaw<UseCounts[]>`
    select g.provider, count(*) as in_force, count(*) filter (where exists (
      select 1 from grant_usage u
      where u.grant_id = g.id and u.coordinate = i.coordinate and u.requests > 0
        and u.day >= ${from}::timestamptz::date and u.day <= ${to}::timestamptz::date
    )) as used
    from sharing_grant g join grant_item i on i.grant_id = g.id
    where g.state = 'ACTIVE' and i.removed_at is null
    group by 1`;

const addDecision = (counts: Counts, { decision, count }: ItemCounts): void => {
  const items = Number(count);
  counts.asked += items;
  if (decision === "PENDING") counts.open += items;
  else if (decision === "REFUSED") counts.refused += items;
  else {
    counts.shared += items;
    if (decision === "MASKED") counts.masked += items;
  }
};

/** Statistics of every department that was asked or gives, sorted by department. */
export async function departmentStatistics(context: Context, period: Period): Promise<readonly DepartmentStatistics[]> {
  const { database } = context;
  const { limits, now } = servicesOf(database);
  const departments = new Map<string, Counts>();
  const of = (department: string): Counts => {
    const counts = departments.get(department) ?? empty(department);
    departments.set(department, counts);
    return counts;
  };
  for (const row of await itemCounts(database, period)) addDecision(of(row.owner), row);
  for (const row of await useCounts(database, period)) {
    of(row.provider).inForce = Number(row.in_force);
    of(row.provider).used = Number(row.used);
  }
  const received = { gte: period.from, lt: period.to };
  const reviews = await database.review.findMany({ where: { receivedAt: received }, include: { application: true } });
  for (const { application, ...review } of reviews) {
    const counts = of(review.provider);
    // A withdrawal ends the term; whatever was overdue on that day stays so.
    const at = review.state === "CLOSED" ? (application.decidedAt ?? now()) : now();
    const { state } = readTerm(answerTerm(review, limits), at);
    counts.reviews += 1;
    if (state === "KEPT") counts.answeredInTime += 1;
    if (state === "LATE") counts.answeredLate += 1;
    if (state === "OVERDUE") counts.overdue += 1;
  }
  return [...departments.values()].sort((a, b) => (a.department < b.department ? -1 : 1));
}

/** A coordinate that was applied for and cannot be had. */
export interface UnmetDemand {
  readonly coordinate: string;
  /** HUB_UNKNOWN_COORDINATE: it does not exist; HUB_NOT_SHARED: nobody may have it. */
  readonly reason: string;
  readonly departments: readonly string[];
  readonly times: number;
}

/** Coordinates that were asked for in vain, the most wanted first, read from the records of refused attempts. */
export function unmetDemand(context: Context, { from, to }: Period): Promise<UnmetDemand[]> {
  return context.database.$queryRaw<UnmetDemand[]>`
    select c.coordinate, e.detail->>'refused' as reason, count(*)::integer as times,
           array_agg(distinct e.department order by e.department) as departments
    from event e cross join lateral jsonb_array_elements_text(e.detail->'coordinates') as c(coordinate)
    where e.action = 'SUBMIT' and e.after is null and e.at >= ${from} and e.at < ${to}
      and e.detail->>'refused' in ('HUB_UNKNOWN_COORDINATE', 'HUB_NOT_SHARED')
    group by 1, 2
    order by times desc, 1
    limit 200`;
}
