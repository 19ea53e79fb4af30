import type { Context } from "../builder.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { perRequest } from "../../kit/rows/loaders.ts";
import { servicesOf } from "../services.ts";
import { actorOf } from "../workflow/actor-of.ts";
import type { Actor } from "../workflow/decide.ts";
import type { Role } from "../workflow/transition.ts";

const has = (actor: Actor, ...roles: readonly Role[]): boolean => roles.some((role) => actor.roles.has(role));

/** The officer who asks, read from the register once in a request. @throws HUB_OFFICER_UNKNOWN */
export const asking = perRequest((context: Context): Promise<Actor> => actorOf(context));

/** Applications that the caller takes part in; auditors and the authority see all. A provider sees one once it is received. */
export async function visibleApplications(context: Context): Promise<Prisma.ApplicationWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ departmentId: actor.department }, { reviews: { some: { provider: actor.department } } }] };
}

/** Of an application, whether the caller sees a department's part of it. */
export type PartOfApplication = (department: string) => boolean;

/** The whole of an application for its own department, auditors and the authority; a provider sees what it is asked for. */
export async function visibleParts(
  context: Context,
  { departmentId }: { readonly departmentId: string },
): Promise<PartOfApplication> {
  const actor = await asking(context);
  const sees = has(actor, "AUDITOR", "AUTHORITY") || actor.department === departmentId;
  return (department) => sees || department === actor.department;
}

/** Grants that the caller's department uses or gives; auditors, the authority and security see all. */
export async function visibleGrants(context: Context): Promise<Prisma.GrantWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY", "SECURITY_ADMINISTRATOR")) return {};
  return { OR: [{ departmentId: actor.department }, { provider: actor.department }] };
}

/** Bars against the caller's department, or by it; auditors, the authority and security see all. */
export async function visibleBars(context: Context): Promise<Prisma.BarWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY", "SECURITY_ADMINISTRATOR")) return {};
  return { OR: [{ departmentId: actor.department }, { provider: actor.department }] };
}

/** Corrections that the caller's department filed or answers; auditors and the authority see all. */
export async function visibleCorrections(context: Context): Promise<Prisma.CorrectionWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ departmentId: actor.department }, { provider: actor.department }] };
}

/** Disputes that the caller's department is a party of; who is over the parties, and auditors, see all. */
export async function visibleDisputes(context: Context): Promise<Prisma.DisputeWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY", "GOVERNMENT")) return {};
  return { OR: [{ claimant: actor.department }, { respondent: actor.department }] };
}

/** Demands that the caller's department filed, or that name it as the provider; auditors and the authority see all. */
export async function visibleDemands(context: Context): Promise<Prisma.DemandWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ departmentId: actor.department }, { provider: actor.department }] };
}

/**
 * Stops that reach the caller's department: of itself, of its apps, of coordinates that it owns or has a grant of. Auditors,
 * the authority and security see all.
 */
export async function visibleStops(context: Context): Promise<Prisma.EmergencyStopWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY", "SECURITY_ADMINISTRATOR")) return {};
  const { department: departmentId } = actor;
  const { items } = servicesOf(context.database).catalogue().catalogue;
  const owned = [...items.values()].filter(({ owners }) => owners.includes(departmentId));
  const apps = await context.database.app.findMany({ where: { departmentId }, select: { id: true } });
  const grants = await context.database.grant.findMany({ where: { departmentId }, select: { id: true } });
  const used = await context.database.grantItem.findMany({
    where: { grantId: { in: grants.map(({ id }) => id) } },
    distinct: ["coordinate"],
    select: { coordinate: true },
  });
  const coordinates = [...owned, ...used].map(({ coordinate }) => coordinate);
  return {
    OR: [
      { kind: "APP", target: { in: apps.map(({ id }) => id) } },
      { kind: { in: ["DEPARTMENT", "PROVIDER"] }, target: departmentId },
      { kind: "COORDINATE", target: { in: coordinates } },
    ],
  };
}

/**
 * Proceedings of the catalogue: the owner's before publication and everybody's officers' after it; auditors and the authority
 * see all.
 */
export async function visibleChanges(context: Context): Promise<Prisma.CatalogueChangeWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ owner: actor.department }, { state: "PUBLISHED" }] };
}

/** Descriptions of datasets: the owner's before publication and everybody's officers' after it; auditors and the authority see all. */
export async function visibleDescriptions(context: Context): Promise<Prisma.CatalogueDescriptionWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ owner: actor.department }, { state: "PUBLISHED" }] };
}

/** Updates of the catalogue that the caller's department has to make; auditors and the authority see all. */
export async function visibleUpdates(context: Context): Promise<Prisma.CatalogueUpdateWhereInput> {
  const actor = await asking(context);
  return has(actor, "AUDITOR", "AUTHORITY") ? {} : { provider: actor.department };
}

/** Tells callers who may read the record of all steps and the whole register of parties. */
export async function mayOversee(context: Context): Promise<boolean> {
  return has(await asking(context), "AUDITOR", "AUTHORITY", "SECURITY_ADMINISTRATOR");
}

/** Tells callers who see all departments' figures as they are, and the proceedings of all. */
export async function maySurvey(context: Context): Promise<boolean> {
  return has(await asking(context), "AUDITOR", "AUTHORITY");
}

/** The apps of the caller's department, read once in a request. */
export const ownApps = perRequest(async (context: Context) => {
  const { department: departmentId } = await asking(context);
  return context.database.app.findMany({ where: { departmentId }, select: { id: true } });
});

/** Proposals to publish or retire sources: the owner's before they are approved and everybody's officers' after it; auditors and the authority see all. */
export async function visiblePublications(context: Context): Promise<Prisma.SourcePublicationWhereInput> {
  const actor = await asking(context);
  if (has(actor, "AUDITOR", "AUTHORITY")) return {};
  return { OR: [{ owner: actor.department }, { state: "APPROVED" }] };
}
