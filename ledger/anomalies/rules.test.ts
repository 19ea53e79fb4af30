import { describe, expect, test } from "@jest/globals";
import { entries, MORNING } from "../tests/entries.ts";
import { leafOf } from "../tests/leaf-of.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { entryOf } from "./entry.ts";
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

describe("volume, at its limits", () => {
  const past = (days: number, requests: number) => ({
    ...NO_PAST,
    dailyRequests: new Map([["rent", Array.from({ length: days }, () => requests)]]),
  });

  test("a week of days is a past, six days are none; a hundred requests are many, one fewer are not", () => {
    expect(volume.find(entries(100), past(7, 20))).toHaveLength(1);
    expect(volume.find(entries(100), past(6, 20))).toEqual([]);
    expect(volume.find(entries(99), past(7, 20))).toEqual([]);
  });

  test("the limit itself is within the usual", () => {
    expect(volume.find(entries(140), past(7, 100))).toEqual([]);
    expect(volume.find(entries(141), past(7, 100))).toEqual([
      {
        caller: "rent",
        summary: "141 requests in the window; its 7 days before had 100 on average, limit 140",
        evidence: Array.from({ length: 100 }, (_, at) => 41 + at),
      },
    ]);
  });

  test("apps are counted apart, whoever asks for them", () => {
    const two = [...entries(80), ...entries(80, (i) => ({ app: "tax", officer: i % 2 === 0 ? null : "officer-2" }))];
    const both = { ...NO_PAST, dailyRequests: new Map(["rent", "tax"].map((app) => [app, Array(7).fill(20)])) };
    expect(volume.find(two, both)).toEqual([]);
    const [found, ...more] = volume.find([...two, ...entries(20, () => ({ app: "tax" }))], both);
    expect([found?.caller, more]).toEqual(["tax", []]);
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

test("same-person: an answer about three people is a look at each, one about four is a list", () => {
  const about = (count: number) =>
    samePerson.find(
      entries(5, () => ({ subjects: ["Person:li", "Person:wu", "Person:he", "Person:qi"].slice(0, count) })),
      NO_PAST,
    );
  expect(about(3).map(({ about }) => about)).toEqual(["Person:li", "Person:wu", "Person:he"]);
  expect(about(4)).toEqual([]);
});

test("same-person: four looks are no finding, and an app on its own behalf looks at nobody", () => {
  const look = { subjects: ["Person:li"] };
  const found = (count: number, part: object = {}) =>
    samePerson.find(
      entries(count, () => ({ ...look, ...part })),
      NO_PAST,
    );
  expect(found(5)).toHaveLength(1);
  expect(found(4)).toEqual([]);
  expect(found(5, { officer: null })).toEqual([]);
});

test("an entry is denied where its request was refused, in whole or in part, and nowhere else", () => {
  const decisions = ["RELEASED", "PARTIAL", "REFUSED", "FAILED", "DRY_RUN"] as const;
  const denied = decisions.filter((decision) => entryOf(0, leafOf(sampleRecord({ decision }))).denied);
  expect(denied).toEqual(["PARTIAL", "REFUSED"]);
});

test("an entry has what its leaf says", () => {
  const subjects = Array.from({ length: 101 }, (_, at) => ({ type: "Person", pseudonym: `p${at}` }));
  const leaf = (part: object) => leafOf(sampleRecord(part, MORNING));
  const same = {
    index: 7,
    time: MORNING,
    app: "wage-warning",
    officer: "officer-017",
    grantHash: "4f0d5c1b2a3948576655443322110000",
    operationHash: "9a8b7c6d5e4f30211203f4e5d6c7b8a9",
    denied: true,
    rowCount: 2,
    divisions: ["411102"],
  };
  expect(entryOf(7, leaf({ subjects: subjects.slice(0, 2) }))).toEqual({
    ...same,
    subjects: ["Person:p0", "Person:p1"],
    subjectCount: 2,
  });
  expect(entryOf(7, leaf({ subjects }))).toEqual({ ...same, subjects: [], subjectCount: 101 });
  expect(entryOf(7, leaf({ app: null, officer: null }))).toMatchObject({ app: "", officer: null });
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
