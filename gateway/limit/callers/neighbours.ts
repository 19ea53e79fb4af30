/** A citizen number's parts (GB 11643), without the check digit. */
interface Parts {
  readonly area: number;
  /** Days since 1970. */
  readonly birth: number;
  readonly order: number;
}

const CITIZEN_NUMBER = /^(\d{6})(\d{4})(\d{2})(\d{2})(\d{3})[\dXx]$/;
const DAY = 86_400_000;

const partsOf = (text: string): Parts | undefined => {
  const found = CITIZEN_NUMBER.exec(text.trim());
  if (!found) return undefined;
  const [, area, year, month, day, order] = found.map(Number);
  return { area: area ?? 0, birth: Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / DAY, order: order ?? 0 };
};

/** People in a real register hardly ever stand this close to each other; people in a search always do. */
const CLOSE_ORDER = 5;
/** Days of a birth: a year that a mask leaves is gone through in any order within a few dozen numbers. */
const CLOSE_DAYS = 31;
const REMEMBERED = 512;

const areSame = (a: Parts, b: Parts): boolean => a.area === b.area && a.birth === b.birth && a.order === b.order;

const areClose = (a: Parts, b: Parts): boolean => {
  if (a.birth === b.birth && a.area === b.area) return Math.abs(a.order - b.order) <= CLOSE_ORDER;
  if (a.order !== b.order) return false;
  return a.area === b.area ? Math.abs(a.birth - b.birth) <= CLOSE_DAYS : a.birth === b.birth;
};

/**
 * The citizen numbers that one caller asked for lately, in memory alone. Two are neighbours when two of area, birth date and
 * order are equal and the third is close: what somebody asks for who counts through them.
 */
export class Neighbours {
  readonly #remembered: Parts[] = [];
  #oldest = 0;

  /** True when the number is new and a neighbour of one before it. Every citizen number is remembered; other texts are not. */
  meet(text: string): boolean {
    const parts = partsOf(text);
    if (!parts) return false;
    let isClose = false;
    for (const before of this.#remembered) {
      if (areSame(before, parts)) return false;
      isClose ||= areClose(before, parts);
    }
    if (this.#remembered.length < REMEMBERED) this.#remembered.push(parts);
    else {
      this.#remembered[this.#oldest] = parts;
      this.#oldest = (this.#oldest + 1) % REMEMBERED;
    }
    return isClose;
  }
}
