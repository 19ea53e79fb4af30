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

/**
 * The limits of the State Council's regulation, in working days; a local rule may be tighter.
 * @law 政务数据共享条例第十七条 [T] 目录更新十个工作日，至多延长五个工作日；审核公布两个工作日
 * @law 政务数据共享条例第二十一条 [T] 无条件共享一个工作日答复，有条件共享十个工作日，至多延长十个工作日；逾期不视为同意
 * @law 政务数据共享条例第二十二条 [T] 自同意之日起二十个工作日内提供，不得延长
 * @law 政务数据共享条例第二十六条 [T] 校核申请十个工作日内答复
 */
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
