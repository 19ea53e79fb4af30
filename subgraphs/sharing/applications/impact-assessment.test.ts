import { describe, expect, test } from "@jest/globals";
import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import {
  assertAssessed,
  assertObligations,
  assessedAmong,
  keptUntil,
  needsAssessment,
  withheldAmong,
  type Assessed,
} from "./impact-assessment.ts";

/** What a refusal tells; null where nothing is refused. */
const refusal = (attempt: () => unknown): unknown => {
  try {
    attempt();
    return null;
  } catch (error) {
    const { message, extensions } = error as Error & { readonly extensions: Readonly<Record<string, unknown>> };
    const { code, field, coordinates } = extensions;
    return { code, field, coordinates, message };
  }
};

type Kind = Parameters<typeof needsAssessment>[0];
const kinds: readonly Kind[] = [false, true].flatMap((personal) =>
  [false, true].flatMap((ofPeople) =>
    (["UNCONDITIONAL", "CONDITIONAL", "NOT_SHARED"] as const).flatMap((share) =>
      (["GENERAL", "IMPORTANT", "CORE"] as const).map((importance) => ({ personal, ofPeople, share, importance })),
    ),
  ),
);

test("第五十五条: exactly sensitive personal data, people's data on conditions and important data need an assessment", () => {
  for (const kind of kinds) {
    const expected = kind.personal || kind.importance !== "GENERAL" || (kind.ofPeople && kind.share === "CONDITIONAL");
    expect([kind, needsAssessment(kind)]).toEqual([kind, expected]);
  }
});

const viewOf = (items: Readonly<Record<string, Partial<CatalogItem>>>): CatalogueView => {
  const plain = { personal: false, ofPeople: false, share: "CONDITIONAL", importance: "GENERAL" };
  const entries = Object.entries(items).map(([name, item]) => [name, { ...plain, ...item }] as const);
  return { catalogue: { items: new Map(entries) } } as unknown as CatalogueView;
};
const view = viewOf({ "Person.phone": { personal: true }, "Firm.name": {}, "Dam.height": { importance: "CORE" } });

test("what the catalogue does not have needs none", () => {
  expect(assessedAmong(view, ["Firm.name", "Person.phone", "Gone.field", "Dam.height"])).toEqual([
    "Person.phone",
    "Dam.height",
  ]);
});

describe("第五十五条: an assessment is made beforehand", () => {
  const made = (day: string) => ({ assessedOn: new Date(`${day}T00:00:00Z`) }) as Assessed;
  const told = (needed: readonly string[], assessment: Assessed | null, now: string) =>
    refusal(() => {
      assertAssessed(needed, assessment, new Date(now), "申请");
    });
  const dated = (words: string) =>
    expect.objectContaining({
      code: "HUB_APPLICATION_INVALID",
      field: "assessment.assessedOn",
      message: expect.stringContaining(words),
    });
  /** 1 March 2028 has just begun in Beijing; in London it is still February. */
  const NOW = "2028-02-29T16:00:00Z";

  test("where nothing needs one, none is missed; else it is, by the names of what does", () => {
    expect(told([], null, NOW)).toBeNull();
    expect(told(["Person.phone", "Dam.height"], null, NOW)).toEqual({
      code: "HUB_APPLICATION_INVALID",
      field: "assessment",
      coordinates: ["Person.phone", "Dam.height"],
      message: expect.stringContaining("impact assessment (PIPL art. 55) for Person.phone, Dam.height"),
    });
  });

  test.each([
    ["made today", "2028-03-01", null],
    ["of tomorrow", "2028-03-02", "a day that has come"],
    ["of this day three years ago", "2025-03-01", null],
    ["a day older than three years", "2025-02-28", "one of the last 3 years"],
  ])("one %s, %s", (_, day, words) => {
    // Whether or not anything needs it: whoever states one states one that counts.
    for (const needed of [[], ["Person.phone"]])
      expect(told(needed, made(day), NOW)).toEqual(words === null ? null : dated(words));
  });

  test("one of 29 February is kept until 1 March, three years on", () => {
    expect(told([], made("2028-02-29"), "2031-03-01T12:00:00Z")).toBeNull();
    expect(told([], made("2028-02-29"), "2031-03-01T16:00:00Z")).toEqual(dated("one of the last 3 years"));
  });
});

test("第五十六条: what was found is kept for three years after the last day in Beijing", () => {
  expect(keptUntil({ validTo: new Date("2027-12-31T15:59:59Z") })).toBe("2030-12-31");
  expect(keptUntil({ validTo: new Date("2027-12-31T16:00:00Z") })).toBe("2031-01-01");
  expect(keptUntil({ validTo: new Date("2028-02-29T00:00:00Z") })).toBe("2031-03-01");
});

test("Order 790, 第十二条: whoever receives such data states how it protects it", () => {
  const told = (needed: readonly string[], obligations: string | null) =>
    refusal(() => {
      assertObligations(needed, obligations);
    });
  expect([told([], null), told([], "保密"), told(["Person.phone"], "保密")]).toEqual([null, null, null]);
  expect(told(["Person.phone"], null)).toEqual({
    code: "HUB_APPLICATION_INVALID",
    field: "obligations",
    coordinates: ["Person.phone"],
    message: expect.stringContaining("obligations of protection (Order 790, art. 12) for Person.phone"),
  });
});

describe("a grant is withheld until both sides have assessed it and an agreement stands", () => {
  interface Stated {
    readonly applicationId: number;
    readonly side: "CONSUMER" | "PROVIDER";
    readonly departmentId: string;
    readonly obligations: string | null;
  }
  const GRANT = { id: 7, applicationId: 3, provider: "public-security" };
  const ASKED: Stated = { applicationId: 3, side: "CONSUMER", departmentId: "housing", obligations: "保密" };
  const GIVEN: Stated = { applicationId: 3, side: "PROVIDER", departmentId: "public-security", obligations: null };

  /** Which of the grants are withheld, of what a database holds of them. */
  const withheld = async (
    kept: readonly Stated[],
    { agreed = [], items = ["Person.phone"] }: { agreed?: readonly number[]; items?: readonly string[] } = {},
  ) => {
    const tables = {
      grantItem: { findMany: () => Promise.resolve(items.map((coordinate) => ({ grantId: 7, coordinate }))) },
      application: { findMany: () => Promise.resolve(agreed.map((id) => ({ id }))) },
      impactAssessment: { findMany: () => Promise.resolve(kept) },
    };
    const of = tables as unknown as Parameters<typeof withheldAmong>[0];
    return (await withheldAmong(of, view, [GRANT, { ...GRANT, id: 8, applicationId: 4 }])).map(({ id }) => id);
  };

  test.each<[string, readonly Stated[], readonly number[], boolean]>([
    ["with both and an agreement", [ASKED, GIVEN], [], false],
    ["with both, and the agreement in the application", [{ ...ASKED, obligations: null }, GIVEN], [3], false],
    ["with both, and no agreement", [{ ...ASKED, obligations: null }, GIVEN], [], true],
    ["with both, and another application's agreement", [{ ...ASKED, obligations: null }, GIVEN], [4], true],
    ["without the consumer's", [{ ...GIVEN, obligations: "保密" }], [3], true],
    ["without the provider's", [ASKED], [3], true],
    ["with another provider's", [ASKED, { ...GIVEN, departmentId: "tax" }], [3], true],
    ["with those of another application", [ASKED, { ...GIVEN, applicationId: 4 }], [3], true],
    ["with nothing at all", [], [], true],
  ])("%s", async (_, kept, agreed, isWithheld) => {
    expect(await withheld(kept, { agreed })).toEqual(isWithheld ? [7] : []);
  });

  test("what needs no assessment is withheld by none", async () => {
    expect(await withheld([], { items: ["Firm.name"] })).toEqual([]);
    expect(await withheld([], { items: ["Firm.name", "Dam.height"] })).toEqual([7]);
  });
});
