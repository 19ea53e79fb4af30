import type pg from "pg";
import type { LoggedRecord } from "../../../ledger/record.ts";
import { readStatement } from "../../../ledger/grants/statement.ts";
import { ed25519Verifier } from "../../../ledger/tree/key.ts";
import { eventOf, recordEvents } from "../event.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";

const ADOPT = { action: "ADOPT", matter: "grant", article: null } as const;
const OPERATOR = { app: "operator", officer: "operator", role: null } as const;

/** True once the sharing service has signed anything of a grant with this key. */
const hasStated = async (ledger: Pick<pg.Pool, "query">, verifierLine: string): Promise<boolean> => {
  const { rows } = await ledger.query<{ record: string }>(
    `SELECT record FROM ledger.leaves WHERE kind = 'grant-change' AND record LIKE '%"signature":%' ORDER BY index DESC`,
  );
  const verifier = ed25519Verifier(verifierLine);
  return rows.some(({ record }) => readStatement(JSON.parse(record) as LoggedRecord, [verifier]) !== undefined);
};

/**
 * States the grants that were in force before the sharing service had its key, once, each as adopted by the operator: without a
 * statement gateways serve none of them. Does nothing when anything was ever signed with this key.
 */
export async function adoptGrants(
  database: PrismaClient,
  ledger: Pick<pg.Pool, "query">,
  verifierLine: string,
): Promise<void> {
  if (await hasStated(ledger, verifierLine)) return;
  const services = servicesOf(database);
  const now = services.now();
  await database.$transaction(async (tx) => {
    const grants = await tx.grant.findMany({ where: { state: { in: ["ACTIVE", "EXPIRED"] } }, orderBy: { id: "asc" } });
    if (grants.length === 0) return;
    const events = grants.map(({ id, state, provider }) =>
      eventOf(ADOPT, { ...OPERATOR, department: provider, now }, { id: `G${id}`, before: state, after: state }),
    );
    await recordEvents(tx, events, services);
  });
}
