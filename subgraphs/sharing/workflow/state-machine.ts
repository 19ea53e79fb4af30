import { by, step, type Transition } from "./transition.ts";

const applicant = by("APPLICANT", "CONSUMER");
const consumerHead = by("REVIEWER", "CONSUMER");
const owner = by("OWNER", "PROVIDER");
const providerHead = by("REVIEWER", "PROVIDER");
const authority = by("AUTHORITY", "ANY");
const authorityAbove = by("AUTHORITY", "ABOVE");
const governmentAbove = by("GOVERNMENT", "ABOVE");
const security = by("SECURITY_ADMINISTRATOR", "ANY");

/**
 * The whole life of a permission: every step that anybody can take, from which states, by whom, never by whom, and the
 * article of 政务数据共享条例 that it carries out. What is not here cannot happen. No step is taken by time alone but
 * EXPIRE: silence is never consent (art. 21).
 */
export const STATE_MACHINE = {
  // Application (共享申请)
  SUBMIT: step("application", [null], "AWAITING_CONSENT", [applicant], { article: 20 }),
  CONSENT: step("application", ["AWAITING_CONSENT"], "UNDER_REVIEW", [consumerHead], {
    apart: ["applicant"],
    article: 20,
  }),
  DECLINE: step("application", ["AWAITING_CONSENT"], "DECLINED", [consumerHead], { apart: ["applicant"], article: 20 }),
  WITHDRAW: step("application", ["AWAITING_CONSENT", "UNDER_REVIEW"], "WITHDRAWN", [applicant], { article: 20 }),
  CONCLUDE: step("application", ["UNDER_REVIEW"], "DECIDED", [], { article: 21 }),

  // Review (提供部门的审核). A supplement leads to COMPLETE, from where nothing leads back: told once.
  RECEIVE: step("review", [null], "OPEN", [], { article: 20 }),
  TELL_INCOMPLETE: step("review", ["OPEN"], "INCOMPLETE", [owner], { apart: ["applicant"], article: 21 }),
  SUPPLEMENT: step("review", ["INCOMPLETE"], "COMPLETE", [applicant], { article: 21 }),
  DECIDE: step("review", ["OPEN", "COMPLETE"], "DECIDED", [owner], { apart: ["applicant"], article: 21 }),
  CONFIRM: step("review", ["DECIDED"], "CONFIRMED", [providerHead], { apart: ["applicant", "decider"], article: 20 }),
  RETURN: step("review", ["DECIDED"], "COMPLETE", [providerHead], { apart: ["applicant", "decider"], article: 20 }),
  CLOSE: step("review", ["OPEN", "INCOMPLETE", "COMPLETE", "DECIDED"], "CLOSED", [], { article: null }),

  // Extension (延期), with the authority's consent and notice
  REQUEST_EXTENSION: step("extension", [null], "REQUESTED", [owner], { apart: ["applicant"], article: 21 }),
  CONSENT_EXTENSION: step("extension", ["REQUESTED"], "CONSENTED", [authority], {
    apart: ["applicant", "requester"],
    article: 21,
  }),
  REJECT_EXTENSION: step("extension", ["REQUESTED"], "REJECTED", [authority], {
    apart: ["applicant", "requester"],
    article: 21,
  }),

  // Grant (共享授权)
  GRANT: step("grant", [null], "GRANTED", [], { article: 21 }),
  GRANT_BY_RULE: step("grant", [null], "ACTIVE", [], { article: 21 }),
  ACTIVATE: step("grant", ["GRANTED"], "ACTIVE", [owner], { apart: ["applicant"], article: 22 }),
  NARROW: step("grant", ["ACTIVE"], "ACTIVE", [applicant, owner], { article: 25 }),
  SUSPEND: step("grant", ["ACTIVE"], "SUSPENDED", [owner, authority, security], { article: 27 }),
  RECTIFY: step("grant", ["SUSPENDED"], "RECTIFIED", [applicant], { article: 27 }),
  RESUME: step("grant", ["RECTIFIED"], "ACTIVE", [owner, authority], {
    apart: ["applicant", "rectifier"],
    article: 27,
  }),
  TERMINATE: step("grant", ["SUSPENDED", "RECTIFIED"], "TERMINATED", [owner, authority], { article: 27 }),
  REVOKE: step("grant", ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"], "REVOKED", [owner, authority], {
    article: 27,
  }),
  RELINQUISH: step("grant", ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"], "RELINQUISHED", [applicant], {
    article: 27,
  }),
  EXPIRE: step("grant", ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"], "EXPIRED", [], { article: 20 }),
  DISPOSE: step("grant", ["EXPIRED", "TERMINATED", "REVOKED", "RELINQUISHED"], "DISPOSED", [applicant], {
    article: 27,
  }),

  // Emergency stop (紧急停用). Stopping takes one hand, lifting another.
  STOP: step("stop", [null], "IN_FORCE", [security], { article: null }),
  LIFT: step("stop", ["IN_FORCE"], "LIFTED", [security], { apart: ["stopper"], article: null }),

  // Correction (校核纠错)
  FILE_CORRECTION: step("correction", [null], "FILED", [applicant], { article: 26 }),
  UPHOLD_CORRECTION: step("correction", ["FILED"], "UPHELD", [owner], { apart: ["applicant"], article: 26 }),
  REJECT_CORRECTION: step("correction", ["FILED"], "REJECTED", [owner], { apart: ["applicant"], article: 26 }),

  // Dispute (争议): consultation, the authority over both, the government. The claimant stands on the consumer's side, the
  // respondent on the provider's, whichever of them provides. The law sets no term.
  FILE_DISPUTE: step("dispute", [null], "CONSULTING", [applicant, by("OWNER", "CONSUMER")], { article: 28 }),
  ANSWER_DISPUTE: step("dispute", ["CONSULTING"], "ANSWERED", [providerHead], { apart: ["filer"], article: 28 }),
  SETTLE_DISPUTE: step("dispute", ["ANSWERED"], "SETTLED", [consumerHead], { apart: ["filer"], article: 28 }),
  ESCALATE_DISPUTE: step("dispute", ["CONSULTING", "ANSWERED"], "BEFORE_AUTHORITY", [consumerHead, providerHead], {
    apart: ["filer"],
    article: 28,
  }),
  COORDINATE_DISPUTE: step("dispute", ["BEFORE_AUTHORITY"], "SETTLED", [authorityAbove], {
    apart: ["filer"],
    article: 28,
  }),
  REFER_DISPUTE: step("dispute", ["BEFORE_AUTHORITY"], "BEFORE_GOVERNMENT", [authorityAbove], {
    apart: ["filer"],
    article: 28,
  }),
  DECIDE_DISPUTE: step("dispute", ["BEFORE_GOVERNMENT"], "DECIDED", [governmentAbove], {
    apart: ["filer", "referrer"],
    article: 28,
  }),
  WITHDRAW_DISPUTE: step(
    "dispute",
    ["CONSULTING", "ANSWERED", "BEFORE_AUTHORITY", "BEFORE_GOVERNMENT"],
    "WITHDRAWN",
    [applicant, by("OWNER", "CONSUMER")],
    { article: 28 },
  ),

  // Catalogue (目录): draft, the head's consent, the authority's audit, publication
  PROPOSE_CHANGE: step("change", [null], "PROPOSED", [owner], { article: 13 }),
  APPROVE_CHANGE: step("change", ["PROPOSED"], "HEAD_APPROVED", [providerHead], { apart: ["proposer"], article: 13 }),
  AUDIT_CHANGE: step("change", ["HEAD_APPROVED"], "APPROVED", [authority], {
    apart: ["proposer", "approver"],
    article: 16,
  }),
  REFUSE_CHANGE: step("change", ["HEAD_APPROVED"], "REFUSED", [authority], {
    apart: ["proposer", "approver"],
    article: 16,
  }),
  // Update (目录更新) after a change of law or duty. Asked for an extension once: nothing leads back to DUE.
  CALL_UPDATE: step("update", [null], "DUE", [owner, authority], { article: 17 }),
  REQUEST_UPDATE_EXTENSION: step("update", ["DUE"], "EXTENSION_REQUESTED", [owner], { article: 17 }),
  CONSENT_UPDATE_EXTENSION: step("update", ["EXTENSION_REQUESTED"], "EXTENDED", [authority], {
    apart: ["requester"],
    article: 17,
  }),
  REJECT_UPDATE_EXTENSION: step("update", ["EXTENSION_REQUESTED"], "NOT_EXTENDED", [authority], {
    apart: ["requester"],
    article: 17,
  }),
  COMPLETE_UPDATE: step("update", ["DUE", "EXTENSION_REQUESTED", "EXTENDED", "NOT_EXTENDED"], "DONE", [providerHead], {
    apart: ["proposer"],
    article: 17,
  }),
  PUBLISH_CHANGE: step("change", ["APPROVED"], "PUBLISHED", [], { article: 17 }),
  PUBLISH_CATALOGUE: step("catalogue", [null], "PUBLISHED", [authority], { article: 16 }),
  DESCRIBE_CATALOGUE: step("catalogue", [null], "PUBLISHED", [owner, authority], { article: 13 }),

  // Parties and demand
  REGISTER: step("party", [null, "REGISTERED"], "REGISTERED", [security], { apart: ["self"], article: 11 }),
  FILE_DEMAND: step("demand", [null], "FILED", [applicant], { article: null }),
} as const satisfies Readonly<Record<string, Transition>>;

/** Name of a step. */
export type Action = keyof typeof STATE_MACHINE;
