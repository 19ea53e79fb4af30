import { ageOn } from "../rules/age.ts";

/** A matter that a family lets a department look up (核对事项). */
export type AuthorizedItem = "IDENTITY" | "INCOME" | "VEHICLE" | "REAL_ESTATE" | "BUSINESS" | "DEPOSIT";

/** One person's signature under an authorization, or that of the guardian for the person. */
export interface Signature {
  readonly personId: string;
  readonly signedBy: "SELF" | "GUARDIAN";
  readonly guardianId: string | null;
  readonly signedOn: Date;
}

/** A family's written authorization (书面授权) for one case. Dates at midnight UTC. */
export interface Authorization {
  readonly scope: readonly AuthorizedItem[];
  readonly signedOn: Date;
  /** The last day on which it is in force. */
  readonly validTo: Date;
  readonly withdrawnOn: Date | null;
  readonly signatures: readonly Signature[];
}

/** A person whom a case is about, as the applicant declared them: no other department is asked before the gate opens. */
export interface DeclaredMember {
  readonly personId: string;
  readonly bornOn: Date;
  /** True for an adult without full legal capacity (民法典 arts. 21, 22), for whom a guardian signs (art. 23). */
  readonly incapacitated: boolean;
}

/** The reason for which an authorization does not open the gate. */
export type AuthorizationGap =
  "NOBODY_DECLARED" | "NOT_YET_SIGNED" | "WITHDRAWN" | "EXPIRED" | "BEYOND_SCOPE" | "UNSIGNED" | "GUARDIAN_MISSING";

const GUARDED_BELOW = 14;
const MAJORITY = 18;

const isGuarded = (signature: Signature, family: readonly DeclaredMember[], day: Date): boolean => {
  const { guardianId, personId } = signature;
  if (guardianId === null || guardianId === personId) return false;
  const guardian = family.find((member) => member.personId === guardianId);
  return guardian === undefined || (ageOn(guardian.bornOn, day) >= MAJORITY && !guardian.incapacitated);
};

/** The gap that one member leaves: under 14 and without capacity the guardian signs, from 14 to 17 either, an adult in person. */
const gapOf = (
  { personId, bornOn, incapacitated }: DeclaredMember,
  { signatures }: Authorization,
  family: readonly DeclaredMember[],
  today: Date,
): AuthorizationGap | null => {
  const own = signatures.find((signature) => signature.personId === personId && signature.signedOn <= today);
  if (own === undefined) return "UNSIGNED";
  const age = ageOn(bornOn, own.signedOn);
  if (own.signedBy === "SELF") return age < GUARDED_BELOW || incapacitated ? "GUARDIAN_MISSING" : null;
  if (age >= MAJORITY && !incapacitated) return "UNSIGNED";
  return isGuarded(own, family, today) ? null : "GUARDIAN_MISSING";
};

/**
 * Tells why an authorization does not open the gate to other departments' records of a family; null where it does. Pure.
 * @law 个人信息保护法第十四条 [T] 家庭成员逐人签署、在有效期内、授权事项齐全，方可核查
 * @law 个人信息保护法第十五条 [T] 授权一经撤回即不再核查
 * @law 个人信息保护法第三十一条 [T] 不满十四周岁的，由监护人签署
 * @param today the day on which the records would be read, never a day that the caller chooses
 */
export function authorizationGap(
  authorization: Authorization,
  family: readonly DeclaredMember[],
  needed: readonly AuthorizedItem[],
  today: Date,
): AuthorizationGap | null {
  if (family.length === 0) return "NOBODY_DECLARED";
  if (authorization.withdrawnOn !== null) return "WITHDRAWN";
  if (authorization.signedOn > today) return "NOT_YET_SIGNED";
  if (authorization.validTo < today) return "EXPIRED";
  if (needed.some((item) => !authorization.scope.includes(item))) return "BEYOND_SCOPE";
  return family.map((member) => gapOf(member, authorization, family, today)).find((gap) => gap !== null) ?? null;
}
