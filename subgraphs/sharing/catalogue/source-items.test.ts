import { describe, expect, test } from "@jest/globals";
import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { PublishedClass } from "../../../schema/catalog/published-class.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { carries, differingFromSdl, itemsOfSource, publishedItems, sourcesIn } from "./source-items.ts";

const item = (coordinate: string, part: Partial<PublishedClass> = {}): PublishedClass => ({
  coordinate,
  source: "registry",
  owner: "police",
  level: "L3",
  share: "CONDITIONAL",
  mask: "NAME",
  importance: "GENERAL",
  type: "String",
  division: false,
  ...part,
});
const viewOf = (...items: readonly PublishedClass[]): CatalogueView =>
  ({
    catalogue: { items: new Map(items.map((one) => [one.coordinate, { ...one, theme: "人口" } as CatalogItem])) },
  }) as unknown as CatalogueView;

test("a catalogue's sources, and what it has of one, are told in the order of their names", () => {
  const view = viewOf(
    item("Person.name"),
    item("Deed.number", { source: "deeds" }),
    item("Person.age", { source: null }),
    item("Person.birth"),
  );
  expect(sourcesIn(view)).toEqual(["deeds", "registry"]);
  expect(itemsOfSource(view, "registry")).toEqual([item("Person.birth"), item("Person.name")]);
  expect(itemsOfSource(view, "none")).toEqual([]);
});

test("a catalogue carries what was approved only with every coordinate exactly as it was", () => {
  const approved = [item("Person.name"), item("Person.birth")];
  expect(carries(viewOf(...approved, item("Person.age")), approved)).toBe(true);
  expect(carries(viewOf(item("Person.name")), approved)).toBe(false);
  expect(carries(viewOf(item("Person.name"), item("Person.birth", { level: "L4" })), approved)).toBe(false);
  expect(carries(viewOf(), [])).toBe(true);
});

describe("a source's own SDL, held against the supergraph", () => {
  const sdl = `
    type Person @key(fields: "id") {
      id: ID!
      name: String @item(level: L3, share: CONDITIONAL, mask: NAME)
      age(on: String @item(level: L1)): Int @item(level: L2, share: UNCONDITIONAL) @shareable
    }
    extend type Person { birth: String @item(level: L3, share: CONDITIONAL, mask: "NAME") }
    interface Named { name: String @item(level: L1, share: UNCONDITIONAL) }
    input PersonInput { id: ID }`;
  const age = item("Person.age", { level: "L2", share: "UNCONDITIONAL", mask: null });

  test("agrees where each coordinate is classified the same, extensions included", () => {
    expect(differingFromSdl([item("Person.name"), age, item("Person.birth")], sdl)).toEqual([]);
  });

  test.each<[string, PublishedClass]>([
    ["another level", item("Person.name", { level: "L2" })],
    ["another share type", item("Person.name", { share: "UNCONDITIONAL" })],
    ["another mask", item("Person.name", { mask: "ADDRESS" })],
    ["no mask", item("Person.name", { mask: null })],
    ["a class where the SDL has none", item("Person.id")],
    ["a field that the SDL has not", item("Person.gone")],
    [
      "a type that the SDL has as an interface alone",
      item("Named.name", { level: "L1", share: "UNCONDITIONAL", mask: null }),
    ],
  ])("differs with %s", (_, one) => {
    expect(differingFromSdl([age, one], sdl)).toEqual([one.coordinate]);
  });

  test("that does not parse agrees with nothing", () => {
    expect(() => differingFromSdl([age], "type Person {")).toThrow("Syntax Error");
  });
});

test.each<[string, unknown]>([
  ["no list", {}],
  ["a word of no vocabulary", [{ ...item("Person.name"), level: "L5" }]],
  ["a coordinate too little", [{ ...item("Person.name"), coordinate: undefined }]],
  ["a division that is no yes or no", [{ ...item("Person.name"), division: "true" }]],
])("a row that somebody else wrote is not believed: %s", (_, items) => {
  expect(publishedItems([item("Person.name")])).toEqual([item("Person.name")]);
  expect(() => publishedItems(items)).toThrow("items");
});
