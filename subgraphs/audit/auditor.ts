import { reaches } from "../../ledger/query/within.ts";
import type { LoggedRecord } from "../../ledger/record.ts";
import type { Context } from "./builder.ts";
import { auditError } from "./errors.ts";

/** An auditor (审计员) in person. */
interface Auditor {
  readonly officer: string;
  readonly app: string;
  readonly department: string;
  /** Prefixes of the divisions within which the auditor reads; `""` is everywhere. */
  readonly scope: readonly string[];
}

/**
 * The auditor who asks: an officer in office whom the register of parties gives the role, as the signed envelope says. An app
 * alone audits nothing.
 * @throws HUB_AUDITOR_IN_PERSON
 */
export function auditorOf({ envelope }: Context): Auditor {
  if (!envelope?.officer || !envelope.roles.includes("AUDITOR")) throw auditError("HUB_AUDITOR_IN_PERSON", {});
  const lines = envelope.lines.filter(({ consumer }) => consumer.kind === "caller");
  const { officer, app, department } = envelope;
  return { officer, app, department, scope: [...new Set(lines.flatMap(({ scope }) => scope))] };
}

/** Prefixes within which an auditor's sums and findings are made; undefined: everywhere. */
export function divisionsOf({ scope }: Pick<Auditor, "scope">): readonly string[] | undefined {
  return scope.includes("") ? undefined : scope;
}

/** True for records that reach into an auditor's divisions, and for those that concern no division. */
export function isWithin({ scope }: Pick<Auditor, "scope">, { divisions }: Pick<LoggedRecord, "divisions">): boolean {
  return reaches(divisions, scope);
}
