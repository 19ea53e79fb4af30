import pg from "pg";

/**
 * A pool whose process outlives its database. A connection that breaks while nobody waits for an answer emits "error", and an
 * "error" that nobody listens to ends the process: here the next query on it tells, and the pool replaces it.
 */
export function survivingPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
  });
  return pool;
}
