import type { Matter, StateOf } from "./states.ts";

/** Role (角色) of an officer in the sharing of data, with the words that officers read. */
export const ROLES = {
  APPLICANT: "申请人：代表需求部门提出申请、报告整改与处置",
  REVIEWER: "共享工作机构负责人：对本部门的申请或答复签署意见",
  OWNER: "数据责任人：对本部门的数据项逐项决定",
  SECURITY_ADMINISTRATOR: "安全管理员：紧急停用、登记各方",
  AUDITOR: "审计员：只读",
  AUTHORITY: "政务数据共享主管部门：同意延期、审核目录、协调争议",
  GOVERNMENT: "人民政府：决定主管部门协调不成的争议（第二十八条）",
} as const;
export type Role = keyof typeof ROLES;

/**
 * Roles whose holder has no other (岗位不相容): who administers the register, audits, oversees the departments or decides their disputes
 * takes no part in what is administered, audited, overseen or disputed.
 */
const ALONE: readonly Role[] = ["SECURITY_ADMINISTRATOR", "AUDITOR", "AUTHORITY", "GOVERNMENT"];

/** The role of several that is held alone or not at all; undefined when they go together. Pure. */
export function incompatible(roles: ReadonlySet<Role>): Role | undefined {
  return roles.size > 1 ? ALONE.find((role) => roles.has(role)) : undefined;
}

/**
 * Whose officer acts: of the department that applies, of the department that provides, of any, of one that is no party itself,
 * or of one over both, which besides has an area that contains the areas of both parties (共同的上级).
 */
type Side = "CONSUMER" | "PROVIDER" | "ANY" | "APART" | "ABOVE";

/** An officer who acted in the matter before, by the part they had in it. */
export type Involvement =
  | "applicant"
  | "decider"
  | "requester"
  | "rectifier"
  | "stopper"
  | "suspender"
  | "reporter"
  | "proposer"
  | "approver"
  | "self"
  | "filer"
  | "referrer";

/** A role on one side. */
export interface Power {
  readonly role: Role;
  readonly of: Side;
}

/** One row of the state machine. `from` of null is the beginning of a matter; an empty `by` is the hub's own step. */
export interface Transition<M extends Matter = Matter> {
  readonly matter: M;
  readonly from: readonly (StateOf<M> | null)[];
  readonly to: StateOf<M>;
  readonly by: readonly Power[];
  /** Officers who may not take this step, whatever their role: nobody approves their own. */
  readonly apart: readonly Involvement[];
  /** Article of 政务数据共享条例 that the step carries out; null: the hub's own housekeeping. */
  readonly article: number | null;
}

const power = (role: Role, of: Side): Power => Object.freeze({ role, of });

/** Officer of the department that applies or uses. */
export const applicant = power("APPLICANT", "CONSUMER");
/** Head of the sharing body (共享工作机构负责人) of the department that applies. */
export const consumerHead = power("REVIEWER", "CONSUMER");
/** Officer responsible for the data (数据责任人) of the department that provides. */
export const owner = power("OWNER", "PROVIDER");
/** Officer responsible for data, of the department that stands on the consumer's side. */
export const consumerOwner = power("OWNER", "CONSUMER");
/** Head of the sharing body of the department that provides. */
export const providerHead = power("REVIEWER", "PROVIDER");
/** The authority (主管部门). */
export const authority = power("AUTHORITY", "ANY");
/** The authority of a department that is no party. */
export const authorityApart = power("AUTHORITY", "APART");
/** The authority over both parties. */
export const authorityAbove = power("AUTHORITY", "ABOVE");
/** The government over both parties. */
export const governmentAbove = power("GOVERNMENT", "ABOVE");
/** Security administrator (安全管理员). */
export const security = power("SECURITY_ADMINISTRATOR", "ANY");
