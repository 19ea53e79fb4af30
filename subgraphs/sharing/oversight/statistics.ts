import type { Context } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { answerTerm } from "../clock/terms.ts";
import { beijingDay, startOfDay } from "../../kit/rules/working-days.ts";
import { servicesOf } from "../services.ts";

/** Data items that a department was asked for in a period, by the day of receipt, and their decisions. Forms are not counted. */
interface DepartmentStatistics {
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

/** Whole days in Beijing, as GraphQL's `Date` gives them: `from` included, `to` excluded. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

type Counts = { -readonly [Key in keyof DepartmentStatistics]: DepartmentStatistics[Key] };

/** Statistics as they are shown: a count is null where it is too small to be told. */
export type ShownStatistics = Pick<DepartmentStatistics, "department"> & {
  readonly [Key in Exclude<keyof DepartmentStatistics, "department">]: number | null;
};

/** Least count that is told; a smaller one would tell of single matters. */
const LEAST = 5;

/**
 * Counts for departments that they are not about: multiples of `LEAST`, rounded down, and null below it. Two periods that differ
 * by a day then do not tell that day's count.
 */
const coarse = ({ department, ...counts }: DepartmentStatistics): ShownStatistics => {
  const told = Object.entries(counts).map(([name, count]) => [name, count < LEAST ? null : count - (count % LEAST)]);
  return { department, ...(Object.fromEntries(told) as Omit<ShownStatistics, "department">) };
};

/** The instants at which the days of a period begin in Beijing. */
const instantsOf = ({ from, to }: Period): Period => ({ from: startOfDay(from), to: startOfDay(to) });

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

/** Decisions count once the head has confirmed them: until then they are not the department's (art. 20). */
const itemCounts = (database: Context["database"], { from, to }: Period): Promise<ItemCounts[]> =>
  database.$queryRaw<ItemCounts[]>`
    select owner, decision, count(*) as count from (
      select i.owner, a.state,
             case when i.by_rule or r.state = 'CONFIRMED' then i.decision::text else 'PENDING' end as decision
      from application_item i
      join application a on a.id = i.application_id
      left join review r on r.application_id = a.id and r.provider = i.owner
      where a.consented_at >= ${from} and a.consented_at < ${to}
    ) item
    where state <> 'WITHDRAWN' or decision <> 'PENDING'
    group by 1, 2`;

const useCounts = (database: Context["database"], { from, to }: Period): Promise<UseCounts[]> =>
  database.$queryRaw<UseCounts[]>`
    select g.provider, count(*) as in_force, count(*) filter (where exists (
      select 1 from grant_usage u
      where u.grant_id = g.id and u.coordinate = i.coordinate and u.requests > 0
        and u.day >= ${beijingDay(from)}::date and u.day < ${beijingDay(to)}::date
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

const countAll = async (database: Context["database"], period: Period): Promise<readonly DepartmentStatistics[]> => {
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
};

/**
 * Statistics of every department that was asked or gives, sorted by department.
 * @param isExact departments whose counts are told as they are; those of the others are coarse
 */
export async function departmentStatistics(
  { database }: Context,
  days: Period,
  isExact: (department: string) => boolean,
): Promise<readonly ShownStatistics[]> {
  const all = await countAll(database, instantsOf(days));
  return all.map((one) => (isExact(one.department) ? one : coarse(one)));
}

/** Data that was applied for and cannot be had. */
export interface UnmetDemand {
  /** null: coordinates that the catalogue does not have, all together. Their names are the applicants' own words. */
  readonly coordinate: string | null;
  /** HUB_UNKNOWN_COORDINATE: it does not exist; HUB_NOT_SHARED: nobody may have it. */
  readonly reason: string;
  /** Number of departments that asked. */
  readonly departments: number;
  readonly times: number;
}

/** Coordinates that were asked for in vain at least `LEAST` times, the most wanted first, read from the records of refused attempts. */
export function unmetDemand({ database }: Context, days: Period): Promise<UnmetDemand[]> {
  const { from, to } = instantsOf(days);
  const known = servicesOf(database).catalogue().listed;
  return database.$queryRaw<UnmetDemand[]>`
    select case when c.coordinate = any(${[...known]}) then c.coordinate end as coordinate, e.detail->>'refused' as reason,
           count(*)::integer as times, count(distinct e.department)::integer as departments
    from event e cross join lateral jsonb_array_elements_text(e.detail->'coordinates') as c(coordinate)
    where e.action = 'SUBMIT' and e.after is null and e.at >= ${from} and e.at < ${to}
      and e.detail->>'refused' in ('HUB_UNKNOWN_COORDINATE', 'HUB_NOT_SHARED')
    group by 1, 2
    having count(*) >= ${LEAST}
    order by times desc, 1
    limit 200`;
}
