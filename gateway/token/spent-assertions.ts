import { createHash } from "node:crypto";
import pg from "pg";

/** The assertions that were used, shared by all gateways of a hub. */
export interface SpentAssertions {
  /**
   * Spends an assertion of an app until it has expired everywhere.
   * @param until seconds since 1970
   * @returns false when it was spent before
   * Rejects when the database does not answer.
   */
  readonly spend: (app: string, jti: string, until: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Milliseconds that one question may take. */
const PATIENCE = 2_000;

/** Milliseconds between two removals of what has expired. */
const TIDY_EVERY = 60_000;

const SPEND = {
  name: "spend-assertion",
  text: "insert into hub_spent_assertion (id, until) values ($1, to_timestamp($2)) on conflict do nothing",
};
/** Five minutes' grace, so that no clock of a gateway takes for valid what the database has forgotten. */
const TIDY = "delete from hub_spent_assertion where until < now() - interval '5 minutes'";

/** Spent assertions in the hub's database. Nothing is connected before the first one. */
export function openSpentAssertions(connectionString: string, report: (problem: string) => void): SpentAssertions {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    application_name: "shali-hub-tokens",
    allowExitOnIdle: true,
  });
  const tell = ({ message }: Error): void => {
    report(message);
  };
  pool.on("error", tell);
  let tidied = performance.now();
  const tidy = (): void => {
    if (performance.now() - tidied < TIDY_EVERY) return;
    tidied = performance.now();
    pool.query(TIDY).catch(tell);
  };
  return {
    spend: async (app, jti, until) => {
      const id = createHash("sha256")
        .update(JSON.stringify([app, jti]))
        .digest("base64url");
      const { rowCount } = await pool.query({ ...SPEND, values: [id, until] });
      tidy();
      return rowCount === 1;
    },
    close: () => pool.end(),
  };
}
