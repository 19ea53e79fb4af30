import type { PrismaClient } from "../generated/prisma/client.ts";
import { beijingDay } from "../../kit/working-days.ts";
import { numberOf } from "../workflow/matter.ts";

/** One request's use of one coordinate under one grant, as the ledger's records tell it. */
export interface UsageLine {
  /** `G12`. */
  readonly grant: string;
  readonly coordinate: string;
  readonly at: Date;
  readonly rows: number;
}

/** Adds uses to the daily counts, all lines in one statement. Lines of grants that this database does not hold are passed over. */
export async function recordUsage(database: PrismaClient, lines: readonly UsageLine[]): Promise<void> {
  const known = lines.filter(({ grant }) => /^G\d{1,9}$/.test(grant));
  if (known.length === 0) return;
  const counts = known.map(({ grant, coordinate, at, rows }) => ({
    grant: numberOf(grant, "grant"),
    coordinate,
    day: beijingDay(at),
    rows,
  }));
  await database.$executeRaw`
    insert into grant_usage (grant_id, coordinate, day, requests, rows)
    select u."grant", u.coordinate, u.day::date, count(*), sum(u.rows)
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as u("grant" integer, coordinate text, day text, rows bigint)
    join sharing_grant g on g.id = u."grant"
    group by 1, 2, 3
    on conflict (grant_id, coordinate, day)
    do update set requests = grant_usage.requests + excluded.requests, rows = grant_usage.rows + excluded.rows`;
}
