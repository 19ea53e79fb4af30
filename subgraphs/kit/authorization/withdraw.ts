import type { SubgraphContext } from "../context.ts";
import type { DepartmentName } from "../departments.ts";
import { invalidInput } from "../errors.ts";
import { cityToday } from "../rules/age.ts";
import type { Signature } from "./authorization.ts";
import { presentedCase } from "./gate.ts";

/** Account under which a withdrawal by the person itself is written down: the person stands in the signature. */
const SELF = "SELF";

/** An authorization as a withdrawal finds it. Dates at midnight UTC. */
interface Found {
  readonly id: number;
  readonly withdrawnOn: Date | null;
  readonly divisionCode: string;
}

/** The row of a withdrawal, which the department's database carries into the authorization. */
interface Withdrawal {
  readonly authorizationId: number;
  readonly withdrawnOn: Date;
  /** The officer who took it down, or `SELF`. */
  readonly withdrawnBy: string;
  readonly divisionCode: string;
}

/** The rows of a department's authorizations, as a withdrawal reads and adds them. */
interface WithdrawalRows {
  /** The authorization of a number within the asker's reach. */
  readonly find: (number: string) => Promise<Found | null>;
  readonly signaturesOf: (authorizationId: number) => Promise<readonly Pick<Signature, "personId" | "guardianId">[]>;
  /** Adds the withdrawal unless there is one. @returns the day that the authorization then bears */
  readonly add: (withdrawal: Withdrawal) => Promise<Date | null>;
}

/** Who withdraws: a person who signed, with their own login, or an officer of the department; null for everybody else. */
const withdrawer = (
  { envelope }: SubgraphContext,
  department: DepartmentName,
  signatures: readonly Pick<Signature, "personId" | "guardianId">[],
): string | null => {
  const self = envelope?.subject ?? null;
  if (self === null) return envelope?.department === department ? envelope.officer : null;
  return signatures.some(({ personId, guardianId }) => personId === self || guardianId === self) ? SELF : null;
};

/**
 * Withdraws an authorization for a person who signed it, for the guardian who signed for one, or for an officer of the department, who
 * takes it down for them. From then on it opens nothing; what was done under it before stays done. A second withdrawal changes nothing.
 * @law 个人信息保护法第十五条 [T] 签署人本人或者其监护人可以随时撤回授权，也可以由经办人登记书面撤回；撤回不需要理由
 * @param department the department whose case it is
 * @returns the day of the withdrawal, at midnight UTC
 * @throws HUB_AUTHORIZATION_REQUIRED for everybody else: they are not told that there is such an authorization
 */
export async function withdraw(
  context: SubgraphContext,
  department: DepartmentName,
  number: string,
  { find, signaturesOf, add }: WithdrawalRows,
): Promise<Date | null> {
  const found = await presentedCase(number, context, find);
  const withdrawnBy = withdrawer(context, department, await signaturesOf(found.id));
  if (withdrawnBy === null) throw invalidInput("HUB_AUTHORIZATION_REQUIRED", {});
  if (found.withdrawnOn !== null) return found.withdrawnOn;
  const { id: authorizationId, divisionCode } = found;
  return add({ authorizationId, withdrawnOn: cityToday(new Date()), withdrawnBy, divisionCode });
}
