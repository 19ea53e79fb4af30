import { invalid } from "../errors.ts";
import { eventOf, recordEvents } from "../event.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import { PARTY_STEPS } from "../steps/party.ts";

/** The officer who opens an empty register, with the department; this officer registers every other party through the workflow. */
export interface Founder {
  readonly department: {
    readonly id: string;
    readonly name: string;
    readonly sharingBody: string;
    readonly areaCode: string;
  };
  readonly officer: { readonly id: string; readonly name: string };
}

/**
 * Enters the first security administrator into an empty register; an operator's act, recorded like every other.
 * @returns false when there are officers already: then nothing is changed
 * @throws HUB_EVENT_NOT_RECORDED
 */
export async function foundRegister(database: PrismaClient, { department, officer }: Founder): Promise<boolean> {
  const services = servicesOf(database);
  if (officer.id.trim() === "") throw invalid("officer", "expected an account", "应为账号");
  return database.$transaction(async (tx) => {
    await tx.$executeRaw`lock table officer in exclusive mode`;
    if ((await tx.officer.count()) > 0) return false;
    const now = services.now();
    await tx.department.upsert({ where: { id: department.id }, create: department, update: department });
    await tx.officer.create({ data: { ...officer, departmentId: department.id } });
    const given = { givenBy: officer.id, givenAt: now };
    await tx.officerRole.create({ data: { officerId: officer.id, role: "SECURITY_ADMINISTRATOR", ...given } });
    const operator = { app: "operator", department: department.id, officer: officer.id, role: null, now };
    const change = { id: officer.id, before: null, after: PARTY_STEPS.REGISTER.to };
    const detail = { founder: true, roles: ["SECURITY_ADMINISTRATOR"] };
    const event = eventOf(PARTY_STEPS.REGISTER, operator, change, detail);
    await recordEvents(tx, [event], services);
    return true;
  });
}
