import { describe, expect, test } from "@jest/globals";
import { entries, MORNING } from "../tests/entries.ts";
import { NO_PAST } from "./rule.ts";
import { manyDenials, nightReads, samePerson, unusualDistrict, volume } from "./rules.ts";

describe("volume", () => {
  const week = { ...NO_PAST, dailyRequests: new Map([["rent", [100, 110, 90, 105, 95, 100, 100]]]) };

  test("speaks when an app asks far more than in its own past", () => {
    const [found] = volume.find(entries(200), week);
    expect(found).toMatchObject({ caller: "rent", summary: expect.stringContaining("200 requests") });
    expect(found?.evidence).toHaveLength(100);
  });

  test("is silent within the usual, for a new app, and for small numbers", () => {
    expect(volume.find(entries(130), week)).toEqual([]);
    expect(volume.find(entries(1000), NO_PAST)).toEqual([]);
    expect(volume.find(entries(50), { ...NO_PAST, dailyRequests: new Map([["rent", [1, 1, 1, 1, 1, 1, 1]]]) })).toEqual(
      [],
    );
  });
});

describe("night-reads", () => {
  const at = (hour: number, i: number) => ({ time: MORNING + (hour - 10) * 3_600_000 + i * 1000 });

  test("speaks for an officer who reads at night, local time", () => {
    for (const hour of [22, 23, 24, 29]) {
      expect(
        nightReads.find(
          entries(5, (i) => at(hour, i)),
          NO_PAST,
        ),
      ).toMatchObject([{ caller: "rent/officer-1", evidence: [0, 1, 2, 3, 4] }]);
    }
  });

  test("is silent by day, for a few reads, and for an app on its own behalf", () => {
    for (const hour of [6, 10, 21])
      expect(
        nightReads.find(
          entries(5, (i) => at(hour, i)),
          NO_PAST,
        ),
      ).toEqual([]);
    expect(
      nightReads.find(
        entries(4, (i) => at(23, i)),
        NO_PAST,
      ),
    ).toEqual([]);
    expect(
      nightReads.find(
        entries(50, (i) => ({ ...at(23, i), officer: null })),
        NO_PAST,
      ),
    ).toEqual([]);
  });
});

describe("same-person", () => {
  test("speaks when one officer looks at one person again and again", () => {
    const found = samePerson.find(
      entries(20, (i) => (i % 4 === 0 ? { subjects: ["Person:li"] } : {})),
      NO_PAST,
    );
    expect(found).toEqual([
      { caller: "rent/officer-1", summary: "5 looks at Person:li", evidence: [0, 4, 8, 12, 16], about: "Person:li" },
    ]);
  });

  test("is silent when several officers do, and when the person is one of a list", () => {
    expect(
      samePerson.find(
        entries(20, (i) => ({ subjects: ["Person:li"], officer: `officer-${i % 5}` })),
        NO_PAST,
      ),
    ).toEqual([]);
    const list = Array.from({ length: 50 }, (_, n) => `Person:${n}`);
    expect(
      samePerson.find(
        entries(20, () => ({ subjects: list })),
        NO_PAST,
      ),
    ).toEqual([]);
  });
});

describe("many-denials", () => {
  test("speaks when a caller keeps asking for what it is not granted", () => {
    const [found] = manyDenials.find(
      entries(20, (i) => ({ denied: i % 2 === 0 })),
      NO_PAST,
    );
    expect(found).toMatchObject({
      caller: "rent/officer-1",
      summary: "10 of 20 requests were denied, in whole or in part",
    });
  });

  test("is silent for a few, and for a small part of many", () => {
    expect(
      manyDenials.find(
        entries(9, () => ({ denied: true })),
        NO_PAST,
      ),
    ).toEqual([]);
    expect(
      manyDenials.find(
        entries(100, (i) => ({ denied: i < 10 })),
        NO_PAST,
      ),
    ).toEqual([]);
  });
});

describe("unusual-district", () => {
  const past = (uses: number) => ({
    ...NO_PAST,
    districtsOfGrant: new Map([["grant-1", new Map([["411102", uses]])]]),
  });
  const abroad = (i: number) => (i >= 8 ? { divisions: ["411121100200"] } : {});

  test("speaks when a grant reaches a district that it never reached", () => {
    expect(unusualDistrict.find(entries(10, abroad), past(20))).toEqual([
      {
        caller: "rent/officer-1",
        summary: "2 requests in district 411121, which this grant never reached before",
        evidence: [8, 9],
        about: "411121 grant-1",
      },
    ]);
  });

  test("is silent in the usual district, for a young grant, and for a new one", () => {
    expect(unusualDistrict.find(entries(10), past(20))).toEqual([]);
    expect(unusualDistrict.find(entries(10, abroad), past(19))).toEqual([]);
    expect(unusualDistrict.find(entries(10, abroad), NO_PAST)).toEqual([]);
  });
});
