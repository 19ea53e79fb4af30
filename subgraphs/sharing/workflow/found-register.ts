import { thumbprintOf, type AppKey } from "../../../schema/app-keys.ts";
import { invalid } from "../errors.ts";
import { eventOf, recordEvents } from "../event.ts";
import type { Prisma, PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import { stored } from "../steps/app-keys.ts";
import { PARTY_STEPS } from "../steps/party.ts";
import { adoptSources } from "./adopt-sources.ts";

/** A person as the register has them. */
interface Person {
  readonly id: string;
  readonly name: string;
}

/**
 * The two officers who open an empty register, with their department: they register every other party through the workflow, one
 * proposing and the other confirming.
 */
export interface Founding {
  readonly department: {
    readonly id: string;
    readonly name: string;
    readonly sharingBody: string;
    readonly areaCode: string;
  };
  readonly officers: readonly [Person, Person];
  /** The app by which the two reach the workflow; without one in the register nobody does. */
  readonly app?: {
    readonly id: string;
    readonly name: string;
    /** Public keys by which the app proves who it is; the operator is the second hand of both administrators. */
    readonly keys?: readonly AppKey[];
  };
}

/**
 * Enters the first two security administrators into an empty register; an operator's act, recorded like every other.
 * @returns false when there are officers already: then nothing is changed
 * @throws HUB_EVENT_NOT_RECORDED
 */
export async function foundRegister(database: PrismaClient, { department, officers, app }: Founding): Promise<boolean> {
  const services = servicesOf(database);
  const accounts = new Set(officers.map(({ id }) => id.trim()).filter((id) => id !== ""));
  if (accounts.size < 2) throw invalid("officers", "expected two different accounts", "应为两个不同的账号");
  const first = services.catalogue();
  const founded = async (tx: Prisma.TransactionClient): Promise<boolean> => {
    await tx.$executeRaw`lock table officer in exclusive mode`;
    if ((await tx.officer.count()) > 0) return false;
    const now = services.now();
    await tx.department.upsert({ where: { id: department.id }, create: department, update: department });
    const role = "SECURITY_ADMINISTRATOR";
    const operator = { app: "operator", department: department.id, officer: "operator", role: null, now };
    const registered = { registeredBy: operator.officer, registeredAt: now };
    const given = { role, givenBy: operator.officer, givenAt: now, confirmedBy: operator.officer } as const;
    for (const { id, name } of officers)
      await tx.officer.create({ data: { id, name, departmentId: department.id, ...registered } });
    await tx.officerRole.createMany({ data: officers.map(({ id }) => ({ officerId: id, ...given })) });
    const registers = (id: string, detail: object) =>
      eventOf(PARTY_STEPS.REGISTER, operator, { id, before: null, after: PARTY_STEPS.REGISTER.to }, detail);
    const events = [
      registers(department.id, { founder: true, name: department.name }),
      ...officers.map(({ id }) => registers(id, { founder: true, roles: [role] })),
    ];
    if (app !== undefined) {
      const keys = app.keys ?? [];
      const data = { id: app.id, name: app.name, keys: stored(keys), departmentId: department.id, ...registered };
      await tx.app.create({ data });
      const detail = { founder: true, department: department.id, keys: keys.map(thumbprintOf) };
      events.push(registers(app.id, detail));
    }
    events.push(...(await adoptSources(tx, first, operator)));
    await recordEvents(tx, events, services);
    return true;
  };
  return database.$transaction(founded, { timeout: 60_000 });
}
