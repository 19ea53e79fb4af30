import { sharingError } from "../errors.ts";
import type { Context } from "../builder.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import type { Actor } from "./decide.ts";
import { partyHashes } from "./party-content.ts";

/** The part of the client that reading the register needs; a transaction has it too. */
export type Register = Pick<PrismaClient, "officer" | "officerRole" | "department" | "app" | "$queryRaw">;

/** True when the ledger says of all of these parties what the register says: nobody wrote it there by hand. */
async function areRegistered({ database }: Context, register: Register, parties: readonly string[]): Promise<boolean> {
  const { areStated } = servicesOf(database);
  if (areStated === undefined) return true;
  return areStated(await partyHashes(register, parties)).catch((cause: unknown) => {
    const failed = sharingError("HUB_EVENT_NOT_RECORDED", {});
    failed.cause = cause;
    throw failed;
  });
}

/**
 * The officer that the signed envelope names, with the roles that the register gives them now.
 * @throws HUB_OFFICER_UNKNOWN without an envelope, an officer, an officer of that department in the register, or a role of theirs; and
 *   where the entry of officer or department is not what a step of the workflow made it. HUB_EVENT_NOT_RECORDED when the ledger, which
 *   knows, does not answer
 */
export async function actorOf(context: Context, register: Register = context.database): Promise<Actor> {
  const unknown = (): never => {
    throw sharingError("HUB_OFFICER_UNKNOWN", {});
  };
  const { envelope } = context;
  if (!envelope?.officer) return unknown();
  const officer = await register.officer.findUnique({ where: { id: envelope.officer } });
  if (officer?.departmentId !== envelope.department) return unknown();
  const { areaCode } = await register.department.findUniqueOrThrow({ where: { id: officer.departmentId } });
  const roles = await register.officerRole.findMany({ where: { officerId: officer.id } });
  if (roles.length === 0) return unknown();
  if (!(await areRegistered(context, register, [officer.id, officer.departmentId]))) return unknown();
  return Object.freeze({
    app: envelope.app,
    department: envelope.department,
    areaCode,
    officer: officer.id,
    roles: new Set(roles.map(({ role }) => role)),
  });
}
