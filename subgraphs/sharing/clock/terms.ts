import type { Limits } from "./limits.ts";
import type { Term } from "./term.ts";

interface ReviewTimes {
  readonly receivedAt: Date;
  readonly toldAt: Date | null;
  readonly completedAt: Date | null;
  readonly extensionDays: number;
  readonly confirmedAt: Date | null;
}

/**
 * Term of a provider's answer (art. 21): from receipt, with the extension that the authority consented to; it rests while the
 * applicant supplements. Our reading: the days that the provider used before telling count on.
 */
export function answerTerm(review: ReviewTimes, limits: Limits): Term {
  return {
    startedAt: review.receivedAt,
    limit: limits.conditionalAnswer + Math.min(review.extensionDays, limits.extension),
    doneAt: review.confirmedAt,
    rest: review.toldAt ? { from: review.toldAt, until: review.completedAt } : null,
  };
}

/** Term of the answer to an application for unconditionally shared data (art. 21). */
export function unconditionalTerm(receivedAt: Date, answeredAt: Date | null, limits: Limits): Term {
  return {
    startedAt: receivedAt,
    limit: limits.unconditionalAnswer,
    doneAt: answeredAt,
  };
}

/** Term from consent to the first data (art. 22). The law knows no extension of it. */
export function deliveryTerm(consentedAt: Date, activatedAt: Date | null, limits: Limits): Term {
  return {
    startedAt: consentedAt,
    limit: limits.delivery,
    doneAt: activatedAt,
  };
}

/** Term of the answer to a request for correction (art. 26). */
export function correctionTerm(filedAt: Date, answeredAt: Date | null, limits: Limits): Term {
  return {
    startedAt: filedAt,
    limit: limits.correction,
    doneAt: answeredAt,
  };
}

/** Term of an update of the catalogue after a change of law or duty (art. 17), from the day of the change. */
export function updateTerm(
  update: { readonly occurredOn: Date; readonly extensionDays: number; readonly doneAt: Date | null },
  limits: Limits,
): Term {
  return {
    startedAt: update.occurredOn,
    limit: limits.catalogueUpdate + Math.min(update.extensionDays, limits.catalogueExtension),
    doneAt: update.doneAt,
  };
}

/** Term of the authority's audit and publication (art. 17), from the head's consent, by which the change is handed in. */
export function publicationTerm(handedInAt: Date, doneAt: Date | null, limits: Limits): Term {
  return {
    startedAt: handedInAt,
    limit: limits.publication,
    doneAt,
  };
}
