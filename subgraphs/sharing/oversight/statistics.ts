import type { Context } from "../builder.ts";
import { readTerm, type Term } from "../clock/term.ts";
import { answerTerm, correctionTerm, deliveryTerm, unconditionalTerm, updateTerm } from "../clock/terms.ts";
import { beijingDay, startOfDay } from "../../kit/rules/working-days.ts";
import { servicesOf } from "../services.ts";
import { dataQuality } from "./data-quality.ts";

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
  /** Applications that rules answered for this department, all of them within the one working day (art. 21). */
  readonly ruledInTime: number;
  readonly ruledLate: number;
  /** Grants by their delivery (art. 22). */
  readonly deliveredInTime: number;
  readonly deliveredLate: number;
  readonly deliveryOverdue: number;
  /** Requests for correction by their answer (art. 26). */
  readonly correctedInTime: number;
  readonly correctedLate: number;
  readonly correctionOverdue: number;
  /** Of those that were answered: values that were wrong, and values that stand. What they say together is how good the data is. */
  readonly correctionsUpheld: number;
  readonly correctionsRejected: number;
  /** Updates of the catalogue by their completion (art. 17). */
  readonly updatedInTime: number;
  readonly updatedLate: number;
  readonly updateOverdue: number;
  /** Datasets whose system tells when they changed, and those of them that did not within their declared cycle: as of now (art. 18). */
  readonly datasetsWatched: number;
  readonly datasetsLate: number;
  /** The owner's verification rules, and those that a value in the newest sample breaks: as of now (art. 18). */
  readonly rules: number;
  readonly rulesBroken: number;
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
  ruledInTime: 0,
  ruledLate: 0,
  deliveredInTime: 0,
  deliveredLate: 0,
  deliveryOverdue: 0,
  correctedInTime: 0,
  correctedLate: 0,
  correctionOverdue: 0,
  correctionsUpheld: 0,
  correctionsRejected: 0,
  updatedInTime: 0,
  updatedLate: 0,
  updateOverdue: 0,
  datasetsWatched: 0,
  datasetsLate: 0,
  rules: 0,
  rulesBroken: 0,
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

/** The counter of a duty in each state that its term can have; a running one is not counted. */
const DUTIES = {
  answer: { KEPT: "answeredInTime", LATE: "answeredLate", OVERDUE: "overdue" },
  rule: { KEPT: "ruledInTime", LATE: "ruledLate", OVERDUE: "ruledLate" },
  delivery: { KEPT: "deliveredInTime", LATE: "deliveredLate", OVERDUE: "deliveryOverdue" },
  correction: { KEPT: "correctedInTime", LATE: "correctedLate", OVERDUE: "correctionOverdue" },
  update: { KEPT: "updatedInTime", LATE: "updatedLate", OVERDUE: "updateOverdue" },
} as const;

const countDuty = (counts: Counts, duty: keyof typeof DUTIES, term: Term, at: Date): void => {
  const { state } = readTerm(term, at);
  if (state === "KEPT" || state === "LATE" || state === "OVERDUE") counts[DUTIES[duty][state]] += 1;
};

type Of = (department: string) => Counts;

/** What rules answered, once for an application and department: the answer is there when the head has consented and the items are decided. */
const countRules = async (database: Context["database"], { from, to }: Period, of: Of, at: Date): Promise<void> => {
  const { limits } = servicesOf(database);
  const rows = await database.$queryRaw<{ owner: string; received: Date; answered: Date | null }[]>`
    select i.owner, a.consented_at as received, max(i.decided_at) as answered
    from application_item i join application a on a.id = i.application_id
    where i.by_rule and a.consented_at >= ${from} and a.consented_at < ${to}
    group by i.owner, a.id`;
  for (const { owner, received, answered } of rows)
    countDuty(of(owner), "rule", unconditionalTerm(received, answered, limits), at);
};

/** Deliveries (art. 22), corrections (art. 26) and updates of the catalogue (art. 17) that began in the period. */
const countDeliveries = async (
  database: Context["database"],
  { from, to }: Period,
  of: Of,
  at: Date,
): Promise<void> => {
  const { limits } = servicesOf(database);
  const within = { gte: from, lt: to };
  const [grants, corrections, updates] = await Promise.all([
    database.grant.findMany({ where: { consentedAt: within } }),
    database.correction.findMany({ where: { filedAt: within } }),
    database.catalogueUpdate.findMany({ where: { calledAt: within } }),
  ]);
  for (const { provider, consentedAt, activatedAt, endedAt } of grants)
    // A grant that ended before it was opened owes no data any more; what was overdue by then stays so.
    countDuty(
      of(provider),
      "delivery",
      deliveryTerm(consentedAt, activatedAt, limits),
      activatedAt === null ? (endedAt ?? at) : at,
    );
  for (const { provider, filedAt, answeredAt, state } of corrections) {
    countDuty(of(provider), "correction", correctionTerm(filedAt, answeredAt, limits), at);
    if (state === "UPHELD") of(provider).correctionsUpheld += 1;
    if (state === "REJECTED") of(provider).correctionsRejected += 1;
  }
  for (const update of updates) countDuty(of(update.provider), "update", updateTerm(update, limits), at);
};

/** What is known of the data itself, as of now. */
const countQuality = async (database: Context["database"], of: Of): Promise<void> => {
  for (const { owner, late, checks } of await dataQuality(database, servicesOf(database).catalogue())) {
    const counts = of(owner);
    counts.datasetsWatched += 1;
    if (late) counts.datasetsLate += 1;
    counts.rules += checks.length;
    counts.rulesBroken += checks.filter(({ failed }) => failed > 0).length;
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
    counts.reviews += 1;
    countDuty(counts, "answer", answerTerm(review, limits), at);
  }
  await countRules(database, period, of, now());
  await countDeliveries(database, period, of, now());
  await countQuality(database, of);
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
