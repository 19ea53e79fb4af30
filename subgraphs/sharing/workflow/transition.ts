/** Role (角色) of an officer in the sharing of data. Duties that must not meet in one hand are kept apart by `Apart`. */
export const ROLES = [
  "APPLICANT",
  "REVIEWER",
  "OWNER",
  "SECURITY_ADMINISTRATOR",
  "AUDITOR",
  "AUTHORITY",
  "GOVERNMENT",
] as const;
export type Role = (typeof ROLES)[number];

/**
 * Whose officer: of the department that applies, of the department that provides, of any, or of one over both: no party
 * itself, with an area that contains the areas of both parties (共同的上级).
 */
export type Side = "CONSUMER" | "PROVIDER" | "ANY" | "ABOVE";

/** An officer who had a hand in the matter before, by what they did. */
export type Hand =
  | "applicant"
  | "decider"
  | "requester"
  | "rectifier"
  | "stopper"
  | "proposer"
  | "approver"
  | "self"
  | "filer"
  | "referrer";

/** One way in which a role may act. */
export interface Power {
  readonly role: Role;
  readonly of: Side;
}

/** One transition. `from` of null is the beginning of a matter; an empty `by` is the hub's own step, never a person's. */
export interface Transition {
  readonly matter: Matter;
  readonly from: readonly (string | null)[];
  readonly to: string;
  readonly by: readonly Power[];
  /** Officers who may not take this step, whatever their role: nobody approves their own. */
  readonly apart: readonly Hand[];
  /** Article of 政务数据共享条例 that the step carries out; null: the hub's own housekeeping. */
  readonly article: number | null;
}

/** What has a life of its own. */
export type Matter = keyof MatterStates;

/** Every state of every matter. */
export interface MatterStates {
  application: "AWAITING_CONSENT" | "UNDER_REVIEW" | "DECIDED" | "DECLINED" | "WITHDRAWN";
  review: "OPEN" | "INCOMPLETE" | "COMPLETE" | "DECIDED" | "CONFIRMED" | "CLOSED";
  extension: "REQUESTED" | "CONSENTED" | "REJECTED";
  grant:
    | "GRANTED"
    | "ACTIVE"
    | "SUSPENDED"
    | "RECTIFIED"
    | "EXPIRED"
    | "TERMINATED"
    | "REVOKED"
    | "RELINQUISHED"
    | "DISPOSED";
  stop: "IN_FORCE" | "LIFTED";
  correction: "FILED" | "UPHELD" | "REJECTED";
  dispute: "CONSULTING" | "ANSWERED" | "BEFORE_AUTHORITY" | "BEFORE_GOVERNMENT" | "SETTLED" | "DECIDED" | "WITHDRAWN";
  change: "PROPOSED" | "HEAD_APPROVED" | "APPROVED" | "REFUSED" | "PUBLISHED";
  update: "DUE" | "EXTENSION_REQUESTED" | "EXTENDED" | "NOT_EXTENDED" | "DONE";
  party: "REGISTERED";
  demand: "FILED";
  catalogue: "PUBLISHED";
}

type In<M extends Matter> = MatterStates[M];

/** One row of the state machine, checked against the states of its matter. */
export const step = <M extends Matter>(
  matter: M,
  from: readonly (In<M> | null)[],
  to: In<M>,
  by: readonly Power[],
  rest: { readonly apart?: readonly Hand[]; readonly article: number | null },
): Transition => Object.freeze({ matter, from, to, by, apart: rest.apart ?? [], article: rest.article });

/** A role of one side. */
export const by = (role: Role, of: Side): Power => Object.freeze({ role, of });
