import type { Context } from "../builder.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { actorOf } from "../workflow/actor-of.ts";
import type { Actor } from "../workflow/decide.ts";
import type { Role } from "../workflow/transition.ts";

const has = (actor: Actor, ...roles: readonly Role[]): boolean => roles.some((role) => actor.roles.has(role));

/** Applications that the caller takes part in; auditors and the authority see all. A provider sees one once it is received. */
export async function visibleApplications(context: Context): Promise<Prisma.ApplicationWhereInput> {
  const actor = await actorOf(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ departmentId: actor.department }, { reviews: { some: { provider: actor.department } } }] };
}

/** Grants that the caller's department uses or gives; auditors, the authority and security see all. */
export async function visibleGrants(context: Context): Promise<Prisma.GrantWhereInput> {
  const actor = await actorOf(context);
  if (has(actor, "AUDITOR", "AUTHORITY", "SECURITY_ADMINISTRATOR")) return {};
  return { OR: [{ departmentId: actor.department }, { provider: actor.department }] };
}

/** Corrections that the caller's department filed or answers; auditors and the authority see all. */
export async function visibleCorrections(context: Context): Promise<Prisma.CorrectionWhereInput> {
  const actor = await actorOf(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ departmentId: actor.department }, { provider: actor.department }] };
}

/** Disputes that the caller's department is a party of; who is over the parties, and auditors, see all. */
export async function visibleDisputes(context: Context): Promise<Prisma.DisputeWhereInput> {
  const actor = await actorOf(context);
  if (has(actor, "AUDITOR", "AUTHORITY", "GOVERNMENT")) return {};
  return { OR: [{ claimant: actor.department }, { respondent: actor.department }] };
}

/** Tells callers who may read the record of all steps and the whole register of parties. */
export async function mayOversee(context: Context): Promise<boolean> {
  return has(await actorOf(context), "AUDITOR", "AUTHORITY", "SECURITY_ADMINISTRATOR");
}
