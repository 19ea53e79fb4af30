import type { Queryable } from "../store/tile-store.ts";
import type { Suspicion } from "./rule.ts";

/** The name of what this finds, and of the change that its records state. */
export const LONE_ADMINISTRATOR = "lone-administrator";

/** The app under which operators act. */
export const OPERATOR = "operator";

/**
 * Administrators of the register whom nobody confirmed by a second hand: those whom an operator brought in because no hand was left, and those of
 * every founding after the first, for which somebody had to empty the register. Each is asked about, however long ago it was; auditors of two
 * departments answer (`findings.ts`).
 */
export async function loneAdministrators(database: Queryable): Promise<readonly Suspicion[]> {
  const { rows } = await database.query<{ index: string; officer: string; id: string }>(
    `WITH done AS (
       SELECT index, time, coalesce(officer, '') AS officer, change ->> 'id' AS id, change ->> 'what' AS what,
         change ->> 'what' = 'party' AND change ->> 'before' IS NULL AS is_founding
       FROM ledger.leaves, LATERAL (SELECT record::json -> 'change' AS change) AS said WHERE app = $1 AND kind = 'workflow'
     )
     SELECT index, officer, id FROM done
     WHERE what = $2 OR (is_founding AND time > (SELECT min(time) FROM done WHERE is_founding)) ORDER BY index`,
    [OPERATOR, LONE_ADMINISTRATOR],
  );
  return rows.map(({ index, officer, id }) => ({
    caller: `${OPERATOR}/${officer}`,
    summary: `An operator made ${id} a security administrator without a second hand`,
    evidence: [Number(index)],
    about: index,
  }));
}
