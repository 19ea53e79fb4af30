/** Statutory limits in working days. */
export interface Limits {
  /** Answer to an application for unconditionally shared data (art. 21). */
  readonly unconditionalAnswer: number;
  /** Answer to an application for conditionally shared data (art. 21). */
  readonly conditionalAnswer: number;
  /** Longest extension, with the authority's consent (art. 21). */
  readonly extension: number;
  /** From consent to the first data (art. 22). */
  readonly delivery: number;
  /** Answer to a request for correction (art. 26). */
  readonly correction: number;
  /** Update of the catalogue after a change of law or duty (art. 17). */
  readonly catalogueUpdate: number;
  /** Longest extension of it, with the authority's consent (art. 17). */
  readonly catalogueExtension: number;
  /** The authority's audit and publication of what was handed in (art. 17). */
  readonly publication: number;
}

/** 政务数据共享条例 arts. 17, 21, 22 and 26. */
export const NATIONAL_LIMITS: Limits = Object.freeze({
  unconditionalAnswer: 1,
  conditionalAnswer: 10,
  extension: 10,
  delivery: 20,
  correction: 10,
  catalogueUpdate: 10,
  catalogueExtension: 5,
  publication: 2,
});

/** Limits that a place may not set. */
class LimitsError extends Error {
  readonly code = "HUB_LIMITS_INVALID";
}

const NAMES = Object.keys(NATIONAL_LIMITS) as readonly (keyof Limits)[];

/**
 * A place's own limits over the national ones: tighter only.
 * @throws LimitsError for an unknown name, a looser limit, or what is not a whole number of days from 1 (extensions: from 0)
 */
export function limitsOf(local: Readonly<Record<string, number>> = {}): Limits {
  const limits = { ...NATIONAL_LIMITS };
  for (const [name, days] of Object.entries(local)) {
    const known = NAMES.find((candidate) => candidate === name);
    if (known === undefined) throw new LimitsError(`${name}: expected one of ${NAMES.join(", ")}`);
    const least = known === "extension" || known === "catalogueExtension" ? 0 : 1;
    const most = NATIONAL_LIMITS[known];
    if (!Number.isInteger(days) || days < least || days > most) {
      throw new LimitsError(`${name}: expected ${least} to ${most} working days (the national limit), got ${days}`);
    }
    limits[known] = days;
  }
  return Object.freeze(limits);
}
