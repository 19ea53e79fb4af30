import type { HubWatch } from "../../../kit/subgraph.ts";
import type { Statements } from "../../../kit/postgres/statements.ts";
import { keepWatching } from "../../../kit/watch/keep-watching.ts";
import type { IsoDate } from "../calendar.ts";
import { assessDay } from "./assess-day.ts";

/** Division of the city; every project lies in it. */
const CITY = "4111";

const CHANGED = `
  select distinct left(books.division_code, 9) as street
  from wage_books books
  where not exists (
    select from wage_assessment stored
    where stored.project_code = books.project_code and stored.as_of = $1::date and stored.books_revision = books.revision
  )
  order by street`;

/** Streets with a project whose books have changed since it was assessed as of this day, in their order. */
const changedStreets = async (statements: Statements, asOf: IsoDate): Promise<readonly string[]> =>
  (await statements.rows(CHANGED, [asOf])).map(({ street }) => String(street));

/**
 * Keeps the assessments up to date: the whole city once for each day, then the streets in which books change.
 * @returns what ends it, after the page that is under way
 */
export function watchWages({ ask, today, told, every, statements }: HubWatch): () => Promise<void> {
  let assessed: IsoDate | undefined;
  const look = async (signal: AbortSignal): Promise<void> => {
    const asOf = today();
    const divisions = assessed === asOf ? await changedStreets(statements, asOf) : [CITY];
    if (divisions.length === 0) return;
    const levels = await assessDay({ ask, asOf, divisions, signal });
    assessed = asOf;
    told({ asOf, divisions: divisions.length, ...levels });
  };
  return keepWatching(look, { told, every });
}
