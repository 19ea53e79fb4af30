import { LONE_ADMINISTRATOR, OPERATOR } from "../../../ledger/anomalies/lone-administrator.ts";
import { contentRefused, invalid, notFound } from "../errors.ts";
import { eventOf, recordEvents } from "../event.ts";
import type { Prisma, PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import { account, PARTY_STEPS } from "../steps/party.ts";
import { text } from "./arguments.ts";

/** The administrator whom an operator brings in, whose place is taken, and why. */
export interface Appointment {
  /** Accounts of administrators who are gone: their roles end. */
  readonly gone: readonly string[];
  readonly officer: { readonly id: string; readonly name: string };
  /** Department of the new one; absent: that of the administrators before. */
  readonly department?: string | undefined;
  /** Without names of people: it stands in the log for good. */
  readonly reason: string;
  /** Account of the operator, who answers for it. */
  readonly operator: string;
}

const ROLE = "SECURITY_ADMINISTRATOR";

/** An administrator who took a step within so many days is not gone. */
const ACTIVE_DAYS = 7;
const DAY = 24 * 3600_000;

const reasonOf = text("理由", 500);
const nameOf = text("姓名", 200);

const checked = ({ gone, officer, reason, operator, department }: Appointment): Appointment => {
  const appointment = {
    gone: [...new Set(gone.map((id) => account.read("gone", id)))],
    officer: { id: account.read("officer", officer.id), name: nameOf.read("officer", officer.name) },
    department,
    reason: reasonOf.read("reason", reason),
    operator: account.read("operator", operator),
  };
  if (appointment.operator === appointment.officer.id)
    throw invalid("operator", "nobody appoints themself", "不得指定本人");
  return appointment;
};

/**
 * The administrators who stay, with the department of those before.
 * @throws HUB_STEP_REFUSED while two are there who can confirm anybody by the second hand, as the workflow has it
 */
const stayingOf = async (tx: Prisma.TransactionClient, { gone, operator, officer }: Appointment, now: Date) => {
  const held = await tx.officerRole.findMany({ where: { role: ROLE }, orderBy: { officerId: "asc" } });
  const ids = held.map(({ officerId }) => officerId);
  if (gone.some((id) => !ids.includes(id))) throw invalid("gone", "expected an administrator", "应为安全管理员");
  if (ids.includes(operator) || ids.includes(officer.id))
    throw invalid("officer", "an administrator neither appoints nor is appointed", "安全管理员不得指定或者再被指定");
  const since = new Date(now.getTime() - ACTIVE_DAYS * DAY);
  const acted = await tx.sharingEvent.findMany({ where: { officer: { in: [...gone] }, at: { gte: since } } });
  const staying = ids.filter((id) => !gone.includes(id) || acted.some(({ officer: actor }) => actor === id));
  if (staying.length < 2) {
    const before = await tx.officer.findFirst({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
    return { staying, department: before?.departmentId };
  }
  throw contentRefused("APPOINT", {
    en: `two administrators are active (${staying.join(", ")}): one registers a third, the other confirms`,
    zh: `现有两名在岗的安全管理员（${staying.join("、")}），应由一人登记、另一人确认`,
  });
};

/** Somebody in office in another role would hold two that do not go together. */
const assertFree = async (tx: Prisma.TransactionClient, officerId: string): Promise<void> => {
  if ((await tx.officerRole.count({ where: { officerId } })) > 0)
    throw invalid(
      "officer",
      "holds roles already, and an administrator has no other",
      "已有其他角色，安全管理员不得兼任",
    );
};

/**
 * Brings in an administrator where fewer than two are left, so that nobody could confirm one: an operator's act. In place of the second hand stands a
 * record that outsiders can see, with the reason and the operator, which auditors of two departments are asked about.
 * @returns the department of the new one, and the administrators who stay
 * @throws HUB_APPLICATION_INVALID, HUB_NOT_FOUND, HUB_EVENT_NOT_RECORDED; HUB_STEP_REFUSED while two administrators are active
 */
export async function appointAdministrator(
  database: PrismaClient,
  wanted: Appointment,
): Promise<{ readonly department: string; readonly staying: readonly string[] }> {
  const services = servicesOf(database);
  const appointment = checked(wanted);
  const { gone, officer, reason, operator } = appointment;
  return database.$transaction(async (tx) => {
    await tx.$executeRaw`lock table officer_role, officer in exclusive mode`;
    const now = services.now();
    const { staying, department: before } = await stayingOf(tx, appointment, now);
    await assertFree(tx, officer.id);
    const department = appointment.department ?? before;
    if (department === undefined || (await tx.department.count({ where: { id: department } })) === 0)
      throw notFound("department");
    const known = await tx.officer.findUnique({ where: { id: officer.id } });
    await replaceRoles(tx, { ...appointment, department }, now);
    const acting = { app: OPERATOR, department, officer: operator, role: null, now };
    const after = PARTY_STEPS.APPOINT.to;
    const endings = gone.map((id) =>
      eventOf(PARTY_STEPS.REGISTER, acting, { id, before: after, after }, { roles: [] }),
    );
    const change = { id: officer.id, before: known === null ? null : after, after };
    const event = {
      ...eventOf(PARTY_STEPS.APPOINT, acting, change, { roles: [ROLE], department, reason, gone, staying }),
      stated: {
        what: LONE_ADMINISTRATOR,
        id: officer.id,
        before: gone.length === 0 ? null : gone.join(","),
        after: JSON.stringify({ reason, operator, staying }),
      },
    };
    await recordEvents(tx, [...endings, event], services);
    return { department, staying };
  });
}

async function replaceRoles(
  tx: Prisma.TransactionClient,
  { gone, officer: { id, name }, department, operator }: Appointment & { readonly department: string },
  now: Date,
): Promise<void> {
  const ended = { officerId: { in: [...gone] } };
  await tx.officerRole.deleteMany({ where: ended });
  await tx.proposedRole.deleteMany({ where: { officerId: { in: [...gone, id] } } });
  const data = { name, departmentId: department, registeredBy: operator, registeredAt: now };
  await tx.officer.upsert({ where: { id }, create: { id, ...data }, update: data });
  const given = { givenBy: operator, givenAt: now, confirmedBy: operator };
  await tx.officerRole.create({ data: { officerId: id, role: ROLE, ...given } });
}
