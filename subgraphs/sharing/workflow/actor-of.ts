import { sharingError } from "../errors.ts";
import type { Context } from "../builder.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import type { Actor } from "./decide.ts";

/** The part of the client that reading the register needs; a transaction has it too. */
export type Register = Pick<PrismaClient, "officer" | "officerRole" | "department" | "app">;

/**
 * The officer that the signed envelope names, with the roles that the register gives them now.
 * @throws HUB_OFFICER_UNKNOWN without an envelope, an officer, an officer of that department in the register, or a role of theirs
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
  return Object.freeze({
    app: envelope.app,
    department: envelope.department,
    areaCode,
    officer: officer.id,
    roles: new Set(roles.map(({ role }) => role)),
  });
}
