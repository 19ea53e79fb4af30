import type pg from "pg";
import type { LoggedRecord } from "../../../ledger/record.ts";
import { readStatement, type Statement } from "../../../ledger/grants/statement.ts";
import { ed25519Verifier } from "../../../ledger/tree/key.ts";
import { eventOf, recordEvents, type SharingEvent } from "../event.ts";
import type { Prisma, PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import { adoptSources } from "./adopt-sources.ts";

const OPERATOR = { app: "operator", officer: "operator", role: null } as const;

/** The matters of which the sharing service has signed anything with this key. */
const stated = async (
  ledger: Pick<pg.Pool, "query">,
  verifierLine: string,
): Promise<ReadonlySet<Statement["matter"]>> => {
  const { rows } = await ledger.query<{ record: string }>(
    `SELECT record FROM ledger.leaves WHERE kind IN ('grant-change', 'workflow') AND record LIKE '%"signature":%'`,
  );
  const verifiers = [ed25519Verifier(verifierLine)];
  const read = rows.flatMap(({ record }) => readStatement(JSON.parse(record) as LoggedRecord, verifiers) ?? []);
  return new Set(read.map(({ matter }) => matter));
};

const grantsInForce = async (tx: Prisma.TransactionClient, now: Date): Promise<readonly SharingEvent[]> => {
  const grants = await tx.grant.findMany({ where: { state: { in: ["ACTIVE", "EXPIRED"] } }, orderBy: { id: "asc" } });
  const step = { action: "ADOPT", matter: "grant", article: null } as const;
  return grants.map(({ id, state, provider }) =>
    eventOf(step, { ...OPERATOR, department: provider, now }, { id: `G${id}`, before: state, after: state }),
  );
};

const partiesRegistered = async (tx: Prisma.TransactionClient, now: Date): Promise<readonly SharingEvent[]> => {
  const owned = { select: { id: true, departmentId: true }, orderBy: { id: "asc" } } as const;
  const departments = await tx.department.findMany({ select: { id: true }, orderBy: { id: "asc" } });
  const entries = new Map(departments.map(({ id }) => [id, id]));
  for (const { id, departmentId } of [...(await tx.app.findMany(owned)), ...(await tx.officer.findMany(owned))])
    entries.set(id, departmentId);
  const step = { action: "ADOPT", matter: "party", article: null } as const;
  const change = { before: "REGISTERED", after: "REGISTERED" };
  return [...entries].map(([id, department]) => eventOf(step, { ...OPERATOR, department, now }, { id, ...change }));
};

/** States everybody in the register, as adopted by the operator. */
export async function adoptRegister(database: PrismaClient): Promise<void> {
  const services = servicesOf(database);
  await database.$transaction(async (tx) => recordEvents(tx, await partiesRegistered(tx, services.now()), services), {
    timeout: 60_000,
  });
}

/** Takes the sources that a hub served before it had a record of them; a register without anybody has them taken when it is founded. */
export async function adoptServedSources(database: PrismaClient): Promise<void> {
  const services = servicesOf(database);
  if ((await database.officer.count()) === 0 || (await database.firstCatalogue.count()) > 0) return;
  const acting = { ...OPERATOR, department: "operator", now: services.now() };
  const first = services.catalogue();
  await database.$transaction(async (tx) => recordEvents(tx, await adoptSources(tx, first, acting), services), {
    timeout: 60_000,
  });
}

/**
 * States the grants that were in force, and the parties that were registered, before the sharing service had its key, once, each as adopted
 * by the operator: without a statement gateways serve none of them. Does nothing of a matter of which anything was ever signed with this key.
 */
export async function adoptAll(
  database: PrismaClient,
  ledger: Pick<pg.Pool, "query">,
  verifierLine: string,
): Promise<void> {
  await adoptServedSources(database);
  const known = await stated(ledger, verifierLine);
  const services = servicesOf(database);
  if (!known.has("party")) await adoptRegister(database);
  if (known.has("grant")) return;
  await database.$transaction(async (tx) => recordEvents(tx, await grantsInForce(tx, services.now()), services));
}
