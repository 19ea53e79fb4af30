import { citizenNumberCheck } from "../../../subgraphs/kit/builder/citizen-number.ts";
import { isoDate, type Day } from "../calendar.ts";
import type { Sex } from "./household.ts";

/** No such county exists (GB/T 2260): whoever sees 4199 knows that the person is invented. */
const FIRST_AREA = 419_900;
const ORDINARY = 450;
const STRIDE = 187;
const FIRST_YEAR = -25_000;

/** Hands out citizen numbers, each once. */
export interface CitizenNumbers {
  readonly next: (birth: Day, sex: Sex) => string;
  /** The n-th of a few numbers (0 to 49) of that day and sex which `next` never hands out; neighbours differ in one digit. */
  readonly planted: (birth: Day, sex: Sex, n: number) => string;
}

const compose = (area: number, birth: Day, order: number, sex: Sex): string => {
  const sequence = String(order * 2 + (sex === "MALE" ? 1 : 0)).padStart(3, "0");
  const first17 = `${area}${isoDate(birth).replaceAll("-", "")}${sequence}`;
  return first17 + citizenNumberCheck(first17);
};

/** Numbers of one day and sex are dealt in a fixed shuffled order; when they run out, the next unassigned area follows. */
export function createCitizenNumbers(): CitizenNumbers {
  const used = new Uint16Array(2 * 50_000);
  return {
    next: (birth, sex) => {
      const slot = (birth - FIRST_YEAR) * 2 + (sex === "MALE" ? 1 : 0);
      const count = used[slot] ?? 0;
      used[slot] = count + 1;
      const order = (count * STRIDE + Math.abs(birth) * 7) % ORDINARY;
      return compose(FIRST_AREA + Math.floor(count / ORDINARY), birth, order, sex);
    },
    planted: (birth, sex, n) => compose(FIRST_AREA, birth, ORDINARY + n, sex),
  };
}
