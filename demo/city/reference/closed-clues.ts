import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { createRandom } from "../random.ts";
import { phoneOf } from "../sites/write-site.ts";

const YUAN = 100;
const PEOPLE_PER_CLUE = 900;
const SUMMARIES = [
  "反映餐饮店拖欠一个月工资",
  "反映物流公司提成未结",
  "反映装修队工钱未付",
  "反映离职后工资未结清",
] as const;

/** Writes clues about firms, not projects, that have been dealt with: they must not raise any warning. */
export const writeClosedClues = (city: City): void => {
  const random = createRandom(city.seed, "clues");
  const count = Math.max(5, Math.round(city.people / PEOPLE_PER_CLUE));
  for (let turn = 0; turn < count; turn += 1) {
    const firm = random.pick(city.firms.all);
    const received = city.calendar.today - random.between(20, 360);
    const status = random.chance(0.8) ? "CLOSED" : "REJECTED";
    city.write.arrearsClue({
      channel: random.pick(["NATIONAL_PLATFORM", "HOTLINE_12345", "FINGERTIP", "PETITION"]),
      receivedAt: `${isoDate(received)} ${String(random.between(8, 18)).padStart(2, "0")}:05:00+08`,
      projectCode: null,
      employerCode: firm.code,
      workers: random.between(1, 9),
      amount: random.between(20, 600) * 100 * YUAN,
      reporterPhone: phoneOf(30_000_000 + turn),
      summary: random.pick(SUMMARIES),
      status,
      closedAt: `${isoDate(received + random.between(3, 15))} 17:00:00+08`,
      divisionCode: firm.village.code,
    });
  }
};
