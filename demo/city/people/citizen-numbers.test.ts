import { expect, test } from "@jest/globals";
import { isCitizenNumber } from "../../../subgraphs/kit/builder/citizen-number.ts";
import { parseDay } from "../calendar.ts";
import { createCitizenNumbers } from "./citizen-numbers.ts";

const birth = parseDay("1980-02-29");

test("numbers are valid, unique and agree with birth date and sex, even when one day runs full", () => {
  const numbers = createCitizenNumbers();
  const men = Array.from({ length: 1_000 }, () => numbers.next(birth, "MALE"));
  const women = Array.from({ length: 1_000 }, () => numbers.next(birth, "FEMALE"));
  const planted = Array.from({ length: 50 }, (_, n) => numbers.planted(birth, "MALE", n));
  const all = [...men, ...women, ...planted];
  expect(new Set(all).size).toBe(2_050);
  for (const number of all) {
    expect(isCitizenNumber(number)).toBe(true);
    expect(number.slice(0, 4)).toBe("4199");
    expect(number.slice(6, 14)).toBe("19800229");
  }
  expect(men.every((number) => Number(number[16]) % 2 === 1)).toBe(true);
  expect(women.every((number) => Number(number[16]) % 2 === 0)).toBe(true);
});

test("planted neighbours differ in one digit before the check character", () => {
  const numbers = createCitizenNumbers();
  const [one, other] = [numbers.planted(birth, "MALE", 0), numbers.planted(birth, "MALE", 1)];
  expect(Array.from(one.slice(0, 17)).filter((digit, index) => digit !== other[index])).toHaveLength(1);
});
