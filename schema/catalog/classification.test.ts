import { describe, expect, it } from "@jest/globals";
import { buildCatalogue } from "./build-catalogue.ts";
import { parseOverlay } from "./overlay.ts";

const supergraph = (types: string): string => `
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
    @link(url: "https://shali-hub.org/item/v1.0", import: ["@item", "@reveals"]) { query: Query }
  directive @item(level: String, share: String, mask: String) repeatable on FIELD_DEFINITION
  directive @reveals(coordinate: String!) repeatable on ARGUMENT_DEFINITION
  enum join__Graph { A @join__graph(name: "police", url: "http://a") B @join__graph(name: "housing", url: "http://b") }
  ${types}`;

describe("T4: an interface's word counts for every type that implements it", () => {
  const sdl = supergraph(`
    type Query @join__type(graph: A) { owners: [Owner] }
    interface Owner { name(like: String @reveals(coordinate: "Owner.secret")): String @item(level: "L3", share: "CONDITIONAL", mask: "NAME")
      homes(of: Int): Int  secret: Int }
    type Person implements Owner @join__type(graph: A) { name(like: String): String @item(level: "L1", share: "UNCONDITIONAL")
      homes(of: Int @reveals(coordinate: "Firm.secret")): Int  secret: Int }
    type Firm implements Owner @join__type(graph: B) { name(like: String): String  homes(of: Int): Int  secret: Int }`);

  it("in the classification: the stricter of both, and its mask", () => {
    const { items } = buildCatalogue(sdl);
    const strict = { level: "L3", share: "CONDITIONAL", mask: "NAME" };
    expect(items.get("Person.name")).toMatchObject(strict);
    expect(items.get("Firm.name")).toMatchObject(strict);
  });

  it("in the overlay's classification too", () => {
    const overlay = parseOverlay({
      items: { "*": { level: "L1", share: "UNCONDITIONAL" }, "Owner.homes": { level: "L4", share: "NOT_SHARED" } },
    });
    const { items } = buildCatalogue(sdl, overlay);
    expect([items.get("Person.homes"), items.get("Firm.homes")]).toMatchObject([
      { level: "L4", share: "NOT_SHARED" },
      { level: "L4", share: "NOT_SHARED" },
    ]);
  });

  it("in what an argument gives away: on each type, and of each type", () => {
    const { reveals } = buildCatalogue(sdl, parseOverlay({ reveals: { "Owner.homes(of:)": "Person.secret" } }));
    expect(Object.fromEntries(reveals)).toEqual({
      "Person.name(like:)": ["Person.secret", "Firm.secret"],
      "Firm.name(like:)": ["Person.secret", "Firm.secret"],
      "Person.homes(of:)": ["Firm.secret", "Person.secret"],
      "Firm.homes(of:)": ["Person.secret"],
    });
  });
});

describe("T4: two owners who name different masks", () => {
  const masked = (first: string, second: string): string =>
    supergraph(`
      type Query @join__type(graph: A) { people: [Person] }
      type Person @join__type(graph: A) @join__type(graph: B) { phone: String
        @item(level: "L3", share: "CONDITIONAL", mask: "${first}") @item(level: "L3", share: "CONDITIONAL", mask: "${second}") }`);
  const overlay = parseOverlay({
    items: { "Person.phone": { mask: "NAME" }, "Query.people": { level: "L1", share: "UNCONDITIONAL" } },
  });

  it.each([
    ["in their directives", masked("PHONE", "NAME"), undefined],
    ["in directive and overlay", masked("PHONE", "PHONE"), overlay],
  ])("%s are refused, and neither mask is used", (_, sdl, stated) => {
    const { items, problems } = buildCatalogue(sdl, stated);
    expect(items.get("Person.phone")).toMatchObject({ level: "L3", share: "CONDITIONAL", mask: null });
    expect(problems).toContainEqual({
      severity: "refuse",
      kind: "MASK_CONFLICT",
      coordinate: "Person.phone",
      message: "Person.phone: its owners name different masks; agree on one",
    });
  });

  it("who agree are not", () => {
    const { items, problems } = buildCatalogue(masked("PHONE", "PHONE"));
    expect(items.get("Person.phone")).toMatchObject({ mask: "PHONE" });
    expect(problems.map(({ kind }) => kind)).not.toContain("MASK_CONFLICT");
  });
});
