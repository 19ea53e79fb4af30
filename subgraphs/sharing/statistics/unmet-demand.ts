import type { Context } from "../builder.ts";
import type { Period } from "./department-statistics.ts";

/** A coordinate that was applied for and cannot be had. */
export interface UnmetDemand {
  readonly coordinate: string;
  /** HUB_UNKNOWN_COORDINATE: it does not exist; HUB_NOT_SHARED: nobody may have it. */
  readonly reason: string;
  readonly departments: readonly string[];
  readonly times: number;
}

/** What was asked for in vain, the most wanted first: read from the refused attempts, which are recorded too. */
export const unmetDemand = (context: Context, { from, to }: Period): Promise<UnmetDemand[]> =>
  context.database.$queryRaw<UnmetDemand[]>`
    select c.coordinate, e.detail->>'refused' as reason, count(*)::integer as times,
           array_agg(distinct e.department order by e.department) as departments
    from event e cross join lateral jsonb_array_elements_text(e.detail->'coordinates') as c(coordinate)
    where e.action = 'SUBMIT' and e.after is null and e.at >= ${from} and e.at < ${to}
      and e.detail->>'refused' in ('HUB_UNKNOWN_COORDINATE', 'HUB_NOT_SHARED')
    group by 1, 2
    order by times desc, 1
    limit 200`;
