import type { Statements } from "../../kit/postgres/statements.ts";
import type { HubWatch } from "../../kit/subgraph.ts";
import { keepWatching } from "../../kit/watch/keep-watching.ts";
import { matchFirms } from "./match-firms.ts";

/** Division of the city; every firm lies in it. */
const CITY = "4111";

const CHANGED = `
  select distinct left(firm.division_code, 9) as street
  from enterprise firm join firm_revision changed on changed.enterprise_credit_code = firm.credit_code
  where not exists (
    select from policy_run run
    where run.enterprise_credit_code = firm.credit_code and run.as_of = $1::date and run.revision = changed.revision
  )
  order by street`;

/** Streets with a firm whose records have changed since it was matched as of this day, in their order. */
const changedStreets = async (statements: Statements, asOf: string): Promise<readonly string[]> =>
  (await statements.rows(CHANGED, [asOf])).map(({ street }) => String(street));

const POLICIES = "select md5(string_agg(policy::text, ' ' order by code)) as policies from policy";

/**
 * Keeps the offers up to date: the whole city once for each day, as policies begin and run out and other departments' facts change, and when a
 * policy is published, changed or withdrawn; beside that the streets in which firms' records change.
 * @returns what ends it, after the page that is under way
 */
export function watchOffers({ ask, today, told, every, statements }: HubWatch): () => Promise<void> {
  let looked: string | undefined;
  const look = async (signal: AbortSignal): Promise<void> => {
    const asOf = today();
    const [row] = await statements.rows(POLICIES, []);
    const whole = `${asOf} ${String(row?.["policies"])}`;
    const divisions = looked === whole ? await changedStreets(statements, asOf) : [CITY];
    if (divisions.length === 0) return;
    const matched = await matchFirms({ ask, asOf, divisions, signal });
    looked = whole;
    told({ asOf, divisions: divisions.length, ...matched });
  };
  return keepWatching(look, { told, every });
}
