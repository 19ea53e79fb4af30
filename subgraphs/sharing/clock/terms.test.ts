import { describe, expect, test } from "@jest/globals";
import chineseDays from "chinese-days";
import { limitsOf, NATIONAL_LIMITS } from "./limits.ts";
import { readTerm } from "./term.ts";
import { answerTerm, correctionTerm, deliveryTerm, publicationTerm, unconditionalTerm, updateTerm } from "./terms.ts";
import {
  addWorkingDays,
  beijingDay,
  isAnnounced,
  isWorkingDay,
  workingDaysBetween,
} from "../../kit/rules/working-days.ts";

const at = (text: string): Date => new Date(`${text}+08:00`);
const review = (receivedAt: Date, more: object = {}) =>
  answerTerm(
    { receivedAt, toldAt: null, completedAt: null, extensionDays: 0, confirmedAt: null, ...more },
    NATIONAL_LIMITS,
  );

describe("working days with 调休", () => {
  test("around National Day 2026 bridged days are off and make-up weekends are worked", () => {
    expect(isWorkingDay("2026-10-01")).toBe(false);
    expect(isWorkingDay("2026-10-05")).toBe(false);
    expect(isWorkingDay("2026-10-10")).toBe(true);
    expect(isWorkingDay("2026-10-11")).toBe(false);
  });

  test("the day of receipt does not count, and Beijing's day is meant", () => {
    expect(addWorkingDays("2026-11-23", 1)).toBe("2026-11-24");
    expect(addWorkingDays("2026-11-27", 1)).toBe("2026-11-30");
    expect(beijingDay(new Date("2026-11-23T16:00:00Z"))).toBe("2026-11-24");
  });

  test("G26: whether a year's holidays are announced is what the calendar package holds, and no year in the code; of later days the term is provisional", () => {
    const holds = (year: number) => chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
    for (const year of [2024, 2025, 2026, 2027, 2030])
      expect([year, isAnnounced(`${year}-06-01`)]).toEqual([year, holds(year)]);
    expect(holds(2026)).toBe(true);
    expect(readTerm(review(at("2040-06-01T10:00:00")), at("2040-06-01T10:00:00")).provisional).toBe(true);
    expect(readTerm(review(at("2026-06-01T10:00:00")), at("2026-06-01T10:00:00")).provisional).toBe(false);
  });

  test("counting and adding agree over a year", () => {
    for (let count = 1; count < 240; count += 7) {
      expect(workingDaysBetween("2026-01-02", addWorkingDays("2026-01-02", count))).toBe(count);
    }
  });
});

describe("政务数据共享条例", () => {
  test("第二十一条: unconditional data is answered within 1 working day", () => {
    const friday = at("2026-11-27T17:00:00");
    expect(readTerm(unconditionalTerm(friday, null, NATIONAL_LIMITS), friday)).toMatchObject({
      dueOn: "2026-11-30",
      state: "RUNNING",
      remaining: 1,
    });
    expect(
      readTerm(unconditionalTerm(friday, at("2026-11-30T23:59:59"), NATIONAL_LIMITS), at("2027-01-01T00:00:00")).state,
    ).toBe("KEPT");
  });

  test("第二十一条: conditional data is answered within 10 working days from receipt, make-up days included", () => {
    // 25–27 September are 中秋, 1–7 October 国庆; 20 September and 10 October are worked.
    const reading = readTerm(review(at("2026-09-18T10:00:00")), at("2026-09-21T09:00:00"));
    expect(reading.dueOn).toBe(addWorkingDays("2026-09-18", 10));
    expect(workingDaysBetween("2026-09-18", reading.dueOn ?? "")).toBe(10);
    expect(reading).toMatchObject({ state: "RUNNING", overdue: 0, provisional: false });
  });

  test("第二十一条: an extension adds at most 10 working days", () => {
    const received = at("2026-11-02T10:00:00");
    expect(readTerm(review(received, { extensionDays: 10 }), received).dueOn).toBe("2026-11-30");
    expect(readTerm(review(received, { extensionDays: 99 }), received).dueOn).toBe("2026-11-30");
  });

  test("第二十一条: the term rests while the applicant supplements, and goes on where it stood", () => {
    const received = at("2026-11-02T10:00:00");
    const told = { toldAt: at("2026-11-04T10:00:00") };
    expect(readTerm(review(received, told), at("2026-12-24T10:00:00"))).toMatchObject({
      state: "RESTING",
      dueOn: null,
    });
    const supplemented = { ...told, completedAt: at("2026-11-11T10:00:00") };
    // Two days used before telling, five resting days: 16 + 5 working days later than without.
    expect(readTerm(review(received, supplemented), at("2026-11-12T10:00:00"))).toMatchObject({
      dueOn: "2026-11-23",
      remaining: 7,
    });
  });

  test("第二十一条、第三十九条: silence is overdue, not consent, and stays in evidence after a late answer", () => {
    const received = at("2026-11-02T10:00:00");
    expect(readTerm(review(received), at("2026-11-16T23:59:00"))).toMatchObject({ state: "RUNNING", remaining: 0 });
    expect(readTerm(review(received), at("2026-11-17T00:00:00"))).toMatchObject({ state: "OVERDUE", overdue: 1 });
    expect(readTerm(review(received), at("2026-11-20T12:00:00"))).toMatchObject({ state: "OVERDUE", overdue: 4 });
    const answered = review(received, { confirmedAt: at("2026-11-18T12:00:00") });
    expect(readTerm(answered, at("2027-06-01T00:00:00"))).toMatchObject({ state: "LATE", overdue: 2 });
  });

  test("第二十二条: data flows within 20 working days of consent; beyond the announced calendar the day is provisional", () => {
    const reading = readTerm(deliveryTerm(at("2026-11-24T10:00:00"), null, NATIONAL_LIMITS), at("2026-11-24T11:00:00"));
    expect(reading).toMatchObject({ dueOn: "2026-12-22", remaining: 20, provisional: false });
    const later = readTerm(deliveryTerm(at("2026-12-21T10:00:00"), null, NATIONAL_LIMITS), at("2026-12-21T11:00:00"));
    expect(later.provisional).toBe(true);
  });

  test("第二十六条: a correction is answered within 10 working days", () => {
    const filed = at("2026-11-24T10:00:00");
    expect(readTerm(correctionTerm(filed, null, NATIONAL_LIMITS), filed).dueOn).toBe("2026-12-08");
  });
});

describe("limits are configuration, never looser than national", () => {
  test("第十七条: the catalogue follows a change of law or duty in 10 working days, 5 more with consent; published in 2", () => {
    const update = { occurredOn: new Date("2026-11-02"), doneAt: null };
    const read = (extensionDays: number, limits = NATIONAL_LIMITS) =>
      readTerm(updateTerm({ ...update, extensionDays }, limits), at("2026-11-17T09:00:00"));
    expect(read(0)).toMatchObject({ dueOn: "2026-11-16", state: "OVERDUE" });
    expect(read(5)).toMatchObject({ dueOn: "2026-11-23", state: "RUNNING", remaining: 4 });
    expect(read(50).dueOn).toBe("2026-11-23");
    expect(read(5, limitsOf({ catalogueUpdate: 3, catalogueExtension: 0 })).dueOn).toBe("2026-11-05");
    expect(() => limitsOf({ catalogueExtension: 6 })).toThrow("catalogueExtension: expected 0 to 5 working days");
    const handedIn = at("2026-11-13T10:00:00");
    expect(readTerm(publicationTerm(handedIn, null, NATIONAL_LIMITS), handedIn)).toMatchObject({
      dueOn: "2026-11-17",
      remaining: 2,
    });
  });

  test("a tighter limit is taken", () => {
    expect(limitsOf({ correction: 5, extension: 0 })).toEqual({ ...NATIONAL_LIMITS, correction: 5, extension: 0 });
  });

  test.each([
    [
      "looser",
      { conditionalAnswer: 11 },
      "conditionalAnswer: expected 1 to 10 working days (the national limit), got 11",
    ],
    ["none at all", { delivery: 0 }, "delivery: expected 1 to 20 working days (the national limit), got 0"],
    ["half a day", { correction: 2.5 }, "correction: expected 1 to 10 working days (the national limit), got 2.5"],
    ["not a number", { correction: Number.NaN }, "correction: expected 1 to 10 working days"],
    ["an unknown name", { silence: 1 }, "silence: expected one of"],
    ["a name of every object", JSON.parse('{"__proto__": 1}') as Record<string, number>, "__proto__: expected one of"],
  ])("%s is refused", (_, local, message) => {
    expect(() => limitsOf(local)).toThrow(message);
  });
});
