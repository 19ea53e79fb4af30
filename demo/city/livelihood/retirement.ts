import { firstDayOf, monthNumber, type Day } from "../calendar.ts";
import type { Sex } from "../people/person.ts";

const JANUARY_1965 = 1965 * 12;

/**
 * First day of an employee's pension: men at 60, women at 55 (staff) or 50 (workers), put off step by step since 2025
 * (全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, 2024): one month for every four of a later birth, for women
 * workers one for every two, at most 36, 36 and 60 months.
 */
export const retirementDay = (sex: Sex, birth: Day, staff: boolean): Day => {
  const born = monthNumber(birth);
  const years = sex === "MALE" ? 60 : staff ? 55 : 50;
  const from = JANUARY_1965 + (60 - years) * 12;
  const step = years === 50 ? 2 : 4;
  const put = born < from ? 0 : Math.min(Math.floor((born - from) / step) + 1, years === 50 ? 60 : 36);
  return firstDayOf(born + years * 12 + put + 1);
};

/** First day of a resident's basic pension: the month after the 60th birthday, for all. */
export const residentPensionDay = (birth: Day): Day => firstDayOf(monthNumber(birth) + 60 * 12 + 1);
