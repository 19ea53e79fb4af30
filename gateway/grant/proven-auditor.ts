import type { Covert } from "../../ledger/evidence/readable-log.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Words } from "../../schema/words.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Grant } from "./compile-grant.ts";
import { intersectScope, unionScope } from "./row-scope.ts";

/** Proof that whole records may be given to a caller, and if those of covert investigations are among them; or the reason why not. */
export type AuditorProof =
  { readonly kind: "auditor"; readonly covert: Covert } | { readonly kind: "refused"; readonly reason: Words };

/** The officer's own role, beside those of the app. */
const ROLE = "AUDITOR";
/** The coordinates that a record's full text gives away. */
const WHOLE_RECORD = ["Query.disclosures", "Disclosure.receipt", "Disclosure.subjects", "Disclosure.officer"];
const COVERT = "Disclosure.covert";

const refused = (en: string, zh: string): AuditorProof => ({ kind: "refused", reason: { en, zh } });

/**
 * Judges if a caller is proven to be an auditor of the whole log: an officer in the role of an auditor, under a grant that gives whole records
 * in the clear, and whose jurisdiction is no narrower than the grant's. Pure.
 */
export function provenAuditor(caller: Caller, grant: Grant, { items }: Pick<Catalogue, "items">): AuditorProof {
  if (caller.officer === null || !caller.roles.includes(ROLE)) {
    return refused("the token names no officer in the role AUDITOR", "令牌中没有审计员角色的经办人");
  }
  const reached = grant.active.map(({ rowScope }) => rowScope).reduce(unionScope, []);
  const gives = (coordinate: string): boolean => {
    const item = items.get(coordinate);
    const entitlement = item && grant.entitlementOf(item);
    if (entitlement?.kind !== "granted" || entitlement.outcome !== "CLEAR") return false;
    return intersectScope(reached, entitlement.scope).join() === reached.join();
  };
  const missing = WHOLE_RECORD.find((coordinate) => !gives(coordinate));
  if (missing !== undefined) {
    return refused(`no grant for this purpose gives all of ${missing}`, `该用途没有授予全部的 ${missing}`);
  }
  return { kind: "auditor", covert: gives(COVERT) ? "shown" : "withheld" };
}
