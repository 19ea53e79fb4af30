import { applicationMatter } from "../matters/application.ts";
import { barMatter } from "../matters/bar.ts";
import { changeMatter } from "../matters/catalogue-change.ts";
import { grantMatter } from "../matters/grant.ts";
import { incidentMatter } from "../matters/incident.ts";
import { publicationMatter } from "../matters/publication.ts";
import { reviewMatter, UNANSWERED } from "../matters/review.ts";
import { sourceMatter } from "../matters/source.ts";
import { hubStep } from "../workflow/declare.ts";
import { named } from "../workflow/step.ts";

/**
 * Steps of the hub's own: they follow from a person's step, in the same transaction, or from time, and nobody can take them.
 * Time alone brings about EXPIRE and LAPSE_BAR, whose day somebody set, SUSPEND_UNASSESSED, whose day both sides were told, and nothing
 * else: silence is never consent (art. 21).
 */
export const STEPS_OF_HUB = named({
  /** The last provider has answered. */
  CONCLUDE: hubStep(applicationMatter, { from: ["UNDER_REVIEW"], to: "DECIDED", article: 21 }),
  /** A provider receives a consented application. */
  RECEIVE: hubStep(reviewMatter, { to: "OPEN", article: 20 }),
  /** The application was withdrawn. */
  CLOSE: hubStep(reviewMatter, { from: UNANSWERED, to: "CLOSED", article: null }),
  /** A provider's head has confirmed what its owner consented to. */
  GRANT: hubStep(grantMatter, { to: "GRANTED", article: 21 }),
  /** Unconditionally shared data is given by rule. */
  GRANT_BY_RULE: hubStep(grantMatter, { to: "ACTIVE", article: 21 }),
  EXPIRE: hubStep(grantMatter, {
    from: ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"],
    to: "EXPIRED",
    article: 20,
  }),
  /** The last day for its missing impact assessment is over (个人信息保护法 art. 55): both sides were told beforehand. */
  SUSPEND_UNASSESSED: hubStep(grantMatter, { from: ["ACTIVE"], to: "SUSPENDED", article: null }),
  /** A grant was suspended, terminated or revoked. */
  BAR_WITH_GRANT: hubStep(barMatter, { to: "IN_FORCE", article: 27 }),
  /** An emergency stop is an incident (数据安全法 art. 29). */
  OPEN_INCIDENT: hubStep(incidentMatter, { to: "OPENED", article: null }),
  /** The grant was resumed. */
  LIFT_WITH_GRANT: hubStep(barMatter, { from: ["IN_FORCE"], to: "LIFTED", article: 27 }),
  /** Its term is over. */
  LAPSE_BAR: hubStep(barMatter, { from: ["IN_FORCE"], to: "LAPSED", article: 27 }),
  /** A source of the first catalogue, with the classification that it had then. */
  ADOPT_SOURCE: hubStep(sourceMatter, { to: "PUBLISHED", article: null }),
  ADOPT_PUBLICATION: hubStep(publicationMatter, { to: "APPROVED", article: null }),
  /** The owner has proposed the classification of a source that was not in force. */
  CLASSIFY_SOURCE: hubStep(sourceMatter, { from: ["PROFILED"], to: "CLASSIFIED", article: 13 }),
  /** The proposal was refused. */
  RETURN_SOURCE: hubStep(sourceMatter, { from: ["CLASSIFIED"], to: "PROFILED", article: 16 }),
  /** The authority has approved it: gateways give it from now on as it was approved. */
  AUDIT_SOURCE: hubStep(sourceMatter, { from: ["CLASSIFIED"], to: "AUDITED", article: 16 }),
  /** The catalogue has it as approved. */
  PUBLISH_SOURCE: hubStep(sourceMatter, { from: ["AUDITED"], to: "PUBLISHED", article: 17 }),
  /** The change that a drift asked for is approved. */
  AMEND_SOURCE: hubStep(sourceMatter, { from: ["DEGRADED"], to: "PUBLISHED", article: 16 }),
  RETIRE_SOURCE: hubStep(sourceMatter, {
    from: ["AUDITED", "PUBLISHED", "DEGRADED"],
    to: "RETIRED",
    article: 27,
  }),
  /** Its source was retired, and what came from it is taken out of the grant. */
  NARROW_WITH_SOURCE: hubStep(grantMatter, { from: ["ACTIVE"], to: "ACTIVE", article: 27 }),
  /** Nothing is left of the grant once its source was retired. */
  END_WITH_SOURCE: hubStep(grantMatter, {
    from: ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"],
    to: "REVOKED",
    article: 27,
  }),
  /** A published catalogue carries out an approved change. */
  PUBLISH_CHANGE: hubStep(changeMatter, { from: ["APPROVED"], to: "PUBLISHED", article: 17 }),
});
