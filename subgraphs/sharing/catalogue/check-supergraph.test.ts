import { describe, expect, test } from "@jest/globals";
import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { approvals, checkSupergraph, readSupergraph, type Approvals } from "./check-supergraph.ts";

const FIELD = "Person.name";
const CLASS = { level: "L3", share: "CONDITIONAL", mask: "NAME", importance: "IMPORTANT" } as const;
const PLAIN = { coordinate: FIELD, owner: "police", type: "String", source: null, division: false, ...CLASS } as const;

type Part = Partial<CatalogItem>;
interface Listing {
  readonly listed?: boolean;
  readonly problems?: readonly object[];
}

/** A catalogue of one field, or of none. */
const viewOf = (part: Part | null, { listed = true, problems = [] }: Listing = {}): CatalogueView =>
  ({
    catalogue: { items: new Map(part === null ? [] : [[FIELD, { ...PLAIN, ...part }]]), problems },
    listed: new Set(listed ? [FIELD] : []),
  }) as unknown as CatalogueView;

const NOTHING: Approvals = { changes: [], published: new Map() };
const changed = (part: Partial<typeof PLAIN> | Part, coordinate = FIELD): Approvals => ({
  changes: [{ ...CLASS, ...part, coordinate }],
  published: new Map(),
});
const stated = (part: Part): Approvals => ({
  changes: [],
  published: new Map([[`registry ${FIELD}`, { ...PLAIN, source: "registry", ...part }]]),
});

const told = (before: Part | null, after: Part | null, approved: Approvals = NOTHING, listing: Listing = {}) =>
  checkSupergraph(viewOf(before), viewOf(after, listing), approved);

describe("what speaks against a successor", () => {
  test("nothing, where it is the same, tighter, or without the field", () => {
    expect([told({}, {}), told({}, { level: "L4" }), told({}, { share: "NOT_SHARED" }), told({}, null)]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test.each<[string, Part, Part, string, string]>([
    ["level", {}, { level: "L2" }, "CONDITIONAL L3 NAME IMPORTANT", "CONDITIONAL L2 NAME IMPORTANT"],
    ["share type", {}, { share: "UNCONDITIONAL" }, "CONDITIONAL L3 NAME IMPORTANT", "UNCONDITIONAL L3 NAME IMPORTANT"],
    ["mask", {}, { mask: null }, "CONDITIONAL L3 NAME IMPORTANT", "CONDITIONAL L3 no mask IMPORTANT"],
    ["importance", {}, { importance: "GENERAL" }, "CONDITIONAL L3 NAME IMPORTANT", "CONDITIONAL L3 NAME"],
  ])("a looser %s, unless exactly that was approved", (_, before, after, was, is) => {
    const loosened = [
      {
        coordinate: FIELD,
        kind: "LOOSENED",
        message: `${FIELD}: loosened from ${was} to ${is} without an approved change`,
      },
    ];
    expect(told(before, after)).toEqual(loosened);
    expect(told(before, after, changed(after))).toEqual([]);
    // An approval of another field, or of a little less, approves nothing.
    expect(told(before, after, changed(after, "Person.phone"))).toEqual(loosened);
    expect(told(before, after, changed({ ...after, level: "L4" }))).toEqual(loosened);
  });

  test("a new field that is shared, unless it was approved, or is no data", () => {
    const added = [
      {
        coordinate: FIELD,
        kind: "NOT_APPROVED",
        message: `${FIELD}: new as CONDITIONAL L3 NAME IMPORTANT without an approval`,
      },
    ];
    expect(told(null, {})).toEqual(added);
    expect(told(null, {}, changed({}))).toEqual([]);
    expect(told(null, { share: "NOT_SHARED" })).toEqual([]);
    expect(told(null, {}, NOTHING, { listed: false })).toEqual([]);
  });

  test("its own grave faults, and not the others", () => {
    const problems = [
      { severity: "refuse", coordinate: FIELD, message: "a sensitive key" },
      { severity: "warn", coordinate: FIELD, message: "unclassified" },
    ];
    expect(told({}, {}, NOTHING, { problems })).toEqual([
      { coordinate: FIELD, kind: "CATALOGUE_PROBLEM", message: "a sensitive key" },
    ]);
  });
});

describe("a field of an old system", () => {
  const source = { source: "registry" };
  const otherwise = [
    { coordinate: FIELD, kind: "NOT_APPROVED", message: `${FIELD}: not as it was approved of the source registry` },
  ];

  test("is as its publication was approved, in every respect that is", () => {
    expect(told(source, { ...source, level: "L2" }, stated({ level: "L2" }))).toEqual([]);
    expect(told(source, { ...source, type: "Int" }, stated({ type: "Int" }))).toEqual([]);
    // Tighter than before is not as it was approved either, and a change of the single coordinate approves nothing of a source.
    for (const part of [{ level: "L4" }, { level: "L2" }, { type: "Int" }, { division: true }] as const) {
      expect(told(source, { ...source, ...part })).toEqual(otherwise);
      expect(told(source, { ...source, ...part }, stated({}))).toEqual(otherwise);
      expect(told(source, { ...source, ...part }, changed(part))).toEqual(otherwise);
    }
  });

  test("is approved of its own source, and of no other", () => {
    expect(told({}, source, stated({}))).toEqual([]);
    expect(told({}, { source: "another" }, stated({}))).toEqual([
      { coordinate: FIELD, kind: "NOT_APPROVED", message: `${FIELD}: not as it was approved of the source another` },
    ]);
  });

  test("stays as it is without being approved once more", () => {
    expect(told(source, source)).toEqual([]);
    expect(told(source, { ...source, theme: "人口" })).toEqual([]);
  });

  test("is new as it was approved, or not at all", () => {
    expect(told(null, source, stated({}))).toEqual([]);
    expect(told(null, source)).toMatchObject([{ kind: "NOT_APPROVED" }]);
  });
});

test("the first catalogue adds its sources alone: whatever else it has was in force before the hub", () => {
  const first = (part: Part, approved = NOTHING) => checkSupergraph(null, viewOf(part), approved);
  expect(first({})).toEqual([]);
  expect(first({ source: "registry" })).toMatchObject([{ coordinate: FIELD, kind: "NOT_APPROVED" }]);
  expect(first({ source: "registry" }, stated({}))).toEqual([]);
});

test("a file that is no supergraph is refused in two languages, without its text", () => {
  for (const text of ["", "type Query {", "秘密"]) {
    let error: unknown;
    try {
      readSupergraph(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ extensions: { code: "HUB_CATALOGUE_REFUSED" } });
    expect((error as Error).message).toContain("expected a federation 2 supergraph");
    expect(JSON.stringify(error)).not.toContain("秘密");
  }
});

describe("what was approved", () => {
  const ROW = { coordinate: FIELD, ...CLASS };
  const approvedOf = (changes: readonly object[], sources: Readonly<Record<string, readonly object[] | null>> = {}) =>
    approvals({
      catalogueChange: { findMany: () => Promise.resolve(changes) },
      joinedSource: { findMany: () => Promise.resolve(Object.keys(sources).map((name) => ({ name }))) },
      sourcePublication: {
        findFirst: ({ where }: { where: { source: string } }) => {
          const items = sources[where.source] ?? null;
          return Promise.resolve(items && { items });
        },
      },
    } as never);

  test.each([["level"], ["share"], ["mask"], ["importance"]])(
    "by a %s that the vocabulary has no more approves nothing",
    async (word) => {
      expect((await approvedOf([ROW])).changes).toEqual([ROW]);
      expect((await approvedOf([{ ...ROW, mask: null }])).changes).toEqual([{ ...ROW, mask: null }]);
      expect((await approvedOf([{ ...ROW, [word]: "FORMER" }, ROW])).changes).toEqual([ROW]);
    },
  );

  test("of sources stands by source and coordinate; one that nobody approved yet has nothing", async () => {
    const item = { ...PLAIN, source: "registry" };
    const { published } = await approvedOf([], { registry: [item], "not-yet": null });
    expect([...published]).toEqual([[`registry ${FIELD}`, item]]);
  });
});
