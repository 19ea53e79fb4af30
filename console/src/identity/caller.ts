import type { DemoIdentity } from "./demo-identity.ts";

/** The asking party with its purpose: the toolbar's state. */
export interface Caller {
  /** A demo identity; empty where the gateway has no local issuer. */
  readonly app: string;
  readonly officer: string;
  /** `Person.id` of the citizen who asks about themself; empty for every other caller. */
  readonly citizen: string;
  /** Sent as `x-purpose`; empty sends none. */
  readonly purpose: string;
  /** The number of the case (办件编号), sent as `x-case`; empty sends none. */
  readonly caseNumber: string;
  /** The user's own token, used only where the gateway has no local issuer. Never stored. */
  readonly token: string;
  /** `x-dry-run: true`: answer with decisions only. */
  readonly dryRun: boolean;
  /** `x-on-denied: reject`: refuse the whole request when one field is denied. */
  readonly rejectOnDenied: boolean;
}

export const NOBODY: Caller = {
  app: "",
  officer: "",
  citizen: "",
  purpose: "",
  caseNumber: "",
  token: "",
  dryRun: false,
  rejectOnDenied: false,
};

/** The usual caller of a question, as its document states it. */
export interface AskedBy {
  readonly app?: string | undefined;
  readonly officer?: string | undefined;
  readonly purpose?: string | undefined;
  readonly caseNumber?: string | undefined;
}

/**
 * The caller after choosing an app: officer and purpose stay where the new app has them too, and otherwise become
 * its first ones (no officer is a choice: an app may act alone); the case becomes its usual one.
 */
export function withApp(caller: Caller, identity: DemoIdentity, asked: AskedBy = {}): Caller {
  const officers = new Set(identity.officers.map(({ code }) => code));
  const purposes = identity.purposes.map(({ code }) => code);
  const officer = asked.officer ?? identity.officers[0]?.code ?? "";
  const purpose = asked.purpose ?? caller.purpose;
  return {
    ...caller,
    app: identity.app,
    officer: officers.has(officer) ? officer : "",
    citizen: identity.citizens[0]?.code ?? "",
    purpose: purposes.includes(purpose) ? purpose : (purposes[0] ?? ""),
    caseNumber: asked.caseNumber ?? identity.case ?? "",
  };
}

/** The request headers that say how the answer is to be shared; the token is added apart. */
export function sharingHeaders({
  purpose,
  caseNumber,
  dryRun,
  rejectOnDenied,
}: Caller): Readonly<Record<string, string>> {
  return {
    ...(purpose === "" ? {} : { "x-purpose": purpose }),
    ...(caseNumber === "" ? {} : { "x-case": encodeURIComponent(caseNumber) }),
    ...(dryRun ? { "x-dry-run": "true" } : {}),
    // The panel below an answer explains the errors of its denials, whatever the app is registered with.
    "x-on-denied": rejectOnDenied ? "reject" : "tell",
  };
}
