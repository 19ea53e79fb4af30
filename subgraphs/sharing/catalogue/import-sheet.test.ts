import { describe, expect, test } from "@jest/globals";
import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { describedBy, proposedEntries, providerOf } from "./import-sheet.ts";
import type { SheetRow } from "./spreadsheet.ts";

const item = (coordinate: string, part: Partial<CatalogItem> = {}): readonly [string, CatalogItem] => [
  coordinate,
  {
    coordinate,
    typeName: coordinate.split(".")[0],
    owner: "police",
    level: "L3",
    share: "CONDITIONAL",
    mask: "NAME",
    importance: "GENERAL",
    theme: "人口",
    updateCycle: "DAILY",
    ...part,
  } as CatalogItem,
];
const view = {
  catalogue: {
    items: new Map([
      item("Person.name"),
      item("Person.phone"),
      item("Person.wage", { owner: "tax", mask: null, theme: null, updateCycle: null }),
      item("Deed.number"),
    ]),
  },
} as unknown as CatalogueView;

/** A row that says of its field what the catalogue says, and of its dataset what is given. */
const row = (coordinate: string, part: Partial<SheetRow> = {}): SheetRow => ({
  coordinate,
  share: "有条件共享",
  level: "L3",
  mask: coordinate === "Person.wage" ? "" : "NAME",
  theme: coordinate === "Person.wage" ? "" : "人口",
  updateCycle: coordinate === "Person.wage" ? "" : "每日",
  importance: "一般数据",
  sharingMethod: "",
  conditions: "",
  ...part,
});

const refusal = (rows: readonly SheetRow[]): unknown => {
  try {
    return describedBy(view, rows);
  } catch (error) {
    const { message, extensions } = error as Error & { readonly extensions: Readonly<Record<string, unknown>> };
    return [extensions["code"], extensions["coordinates"] ?? extensions["field"], message];
  }
};

describe("what a sheet says of datasets", () => {
  test("is one entry for each dataset and department that it says something of", () => {
    const api = { sharingMethod: "服务接口", conditions: "" };
    expect(
      describedBy(view, [
        row("Person.name", api),
        row("Person.phone", api),
        row("Person.wage", { conditions: "限税务" }),
        row("Deed.number"),
      ]),
    ).toEqual({
      entries: [
        { typeName: "Person", owner: "police", ...api },
        { typeName: "Person", owner: "tax", sharingMethod: "", conditions: "限税务" },
      ],
      differing: [],
    });
  });

  test.each([
    [{ sharingMethod: "库表交换" }, { sharingMethod: "服务接口" }],
    [{ conditions: "限本市" }, { conditions: "" }],
  ])("is the same in all rows of one: %j and %j are refused", (one, other) => {
    expect(refusal([row("Person.name", one), row("Person.phone", other)])).toEqual([
      "HUB_APPLICATION_INVALID",
      "spreadsheet",
      expect.stringContaining("Person.phone differs from its dataset"),
    ]);
    // Another department's part of the type, and another dataset, say what they will.
    expect(refusal([row("Person.name", one), row("Person.wage", other), row("Deed.number", other)])).toMatchObject({
      differing: [],
    });
  });

  test("is as long as an entry may be, and no longer", () => {
    const told = (part: Partial<SheetRow>) => refusal([row("Person.name", part)]);
    expect(told({ sharingMethod: "一".repeat(200), conditions: "一".repeat(2000) })).toMatchObject({ differing: [] });
    for (const part of [{ sharingMethod: "一".repeat(201) }, { conditions: "一".repeat(2001) }])
      expect(told(part)).toEqual(["HUB_APPLICATION_INVALID", "spreadsheet", expect.stringContaining("at most")]);
    expect(told({ conditions: "见 13800138000" })).toEqual([
      "HUB_APPLICATION_INVALID",
      "spreadsheet",
      expect.stringContaining("no citizen number"),
    ]);
  });

  test("is of fields that the catalogue has; of the others twenty are named", () => {
    const gone = Array.from({ length: 21 }, (_, at) => `Gone.f${at}`);
    expect(refusal([row("Person.name"), row("Gone.f0")])).toEqual([
      "HUB_UNKNOWN_COORDINATE",
      ["Gone.f0"],
      expect.any(String),
    ]);
    expect(refusal(gone.map((coordinate) => row(coordinate)))).toEqual([
      "HUB_UNKNOWN_COORDINATE",
      gone.slice(0, 20),
      expect.any(String),
    ]);
  });

  test.each([
    ["level", "L2"],
    ["share", "无条件共享"],
    ["mask", ""],
    ["importance", "重要数据"],
    ["theme", ""],
    ["updateCycle", "每月"],
  ] as const)("never changes the %s that the schema states: the row is told to differ", (key, value) => {
    expect(describedBy(view, [row("Person.name", { [key]: value }), row("Person.phone"), row("Person.wage")])).toEqual({
      entries: [],
      differing: ["Person.name"],
    });
  });
});

test("a sheet is handed in by the one department that all its rows are of", () => {
  expect(providerOf(view, [row("Person.name"), row("Deed.number")])).toBe("police");
  expect(providerOf(view, [row("Person.wage")])).toBe("tax");
  for (const rows of [
    [],
    [row("Person.name"), row("Person.wage")],
    [row("Gone.f")],
    [row("Person.name"), row("Gone.f")],
  ])
    expect(providerOf(view, rows)).toBeNull();
});

test("what a description's row holds is read as entries, or not at all", () => {
  const entry = { typeName: "Person", owner: "police", sharingMethod: "", conditions: "" };
  expect(proposedEntries([entry])).toEqual([entry]);
  for (const wrong of [null, [{ ...entry, owner: "" }], [{ ...entry, conditions: 1 }]])
    expect(() => proposedEntries(wrong)).toThrow("entries");
});
