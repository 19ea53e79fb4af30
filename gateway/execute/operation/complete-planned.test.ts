import { describe, expect, test } from "@jest/globals";
import { buildSchema, parse, print } from "graphql";
import type { RowRules } from "../enforcement.ts";
import { completePlanned, type Completed, interfaceObjectsOf, withTypeNames } from "./complete-planned.ts";

const schema = buildSchema(/* GraphQL */ `
  directive @join__type(graph: String!, isInterfaceObject: Boolean) repeatable on INTERFACE | OBJECT
  type Query {
    people: [Person]
    referred: Person
    any: Any
    named: Named
    thing: Thing
  }
  union Any = Person | Firm
  interface Named {
    name: String
  }
  interface Thing @join__type(graph: "A") @join__type(graph: "B", isInterfaceObject: true) {
    id: ID
  }
  type Person implements Named & Thing {
    id: ID
    name: String
    area: String
    mother: Person
    firms: [Firm]
  }
  type Firm implements Named {
    code: ID
    name: String
  }
`);

const rows: RowRules = {
  divisions: new Map([
    ["Person", "area"],
    ["Firm", "nowhere"],
  ]),
  isPart: () => false,
  isHome: (_, field) => field !== "referred",
  isOfRow: (_, field) => field !== "id",
  scopeOf: () => ["4111"],
  outside: (coordinate) => ({ message: coordinate, extensions: {} }),
};

const NOTHING: Completed = { observed: new Map() };
const OBSERVED: Completed = { observed: new Map([["Person", "id"]]) };
const ROWS: Completed = { observed: new Map(), rows };

const complete = (query: string, enforcement: Completed, interfaceObjects: readonly string[] = []): string =>
  print(completePlanned(parse(query), schema, enforcement, new Set(interfaceObjects))).replaceAll(/\s+/g, " ");

describe("what identifies an observed object", () => {
  test("is fetched hidden where it is not selected", () => {
    expect(complete("{ people { name } }", OBSERVED)).toBe("{ people { name _hub_subject: id } }");
  });

  test("is not fetched twice where it is selected plainly", () => {
    expect(complete("{ people { name id } }", OBSERVED)).toBe("{ people { name id } }");
  });

  test.each(["pid: id", "id: name", "id @include(if: true)", "...{ id }"])("is not taken from `%s`", (selection) => {
    expect(complete(`{ people { ${selection} } }`, OBSERVED)).toContain("_hub_subject: id");
  });

  test("is not asked of types that are not observed, or do not have it", () => {
    expect(complete("{ people { firms { name } id } }", OBSERVED)).toBe("{ people { firms { name } id } }");
    expect(complete("{ people { name } }", { observed: new Map([["Person", "number"]]) })).toBe("{ people { name } }");
  });

  test("is fetched in each selection of it, fragments' too", () => {
    const query = "query A { people { ...F } } fragment F on Person { mother { name } }";
    expect(complete(query, OBSERVED)).toBe(
      "query A { people { ...F _hub_subject: id } } fragment F on Person { mother { name _hub_subject: id } }",
    );
  });
});

describe("whom a row is about", () => {
  const about: Completed = {
    observed: new Map(),
    about: new Map([
      [
        "Person",
        [
          { path: ["mother", "id"], type: "Person" },
          { path: ["mother", "firms", "code"], type: "Firm" },
          { path: ["father", "id"], type: "Person" },
        ],
      ],
    ]),
  };

  test("is fetched hidden, the whole way to the identifier; a way that the type does not have is not", () => {
    expect(complete("{ people { name } }", about)).toBe(
      "{ people { name _hub_about0: mother { id } _hub_about1: mother { firms { code } } } }",
    );
  });

  test("is observed where it stands when it is selected; of a longer way only the identifier is", () => {
    expect(complete("{ people { mother } }", about)).toBe(
      "{ people { mother _hub_about1: mother { firms { code } } } }",
    );
  });
});

describe("a row's division", () => {
  test("is fetched where the rows live, whatever is selected", () => {
    expect(complete("{ people { id } }", ROWS)).toBe("{ people { id _hub_division: area } }");
  });

  test("is fetched of a reference when anything tells of the row, directly or through a fragment", () => {
    expect(complete("{ referred { id } }", ROWS)).toBe("{ referred { id } }");
    expect(complete("{ referred { ... { id } } }", ROWS)).toBe("{ referred { ... { id } } }");
    expect(complete("{ referred { id name } }", ROWS)).toBe("{ referred { id name _hub_division: area } }");
    expect(complete("{ referred { ... { name } } }", ROWS)).toContain("_hub_division: area");
    expect(complete("{ referred { ...F } } fragment F on Person { id }", ROWS)).toContain("_hub_division: area");
  });

  test("is not asked of types without one, nor where no row is bounded", () => {
    expect(complete("{ people { id firms { name } } }", ROWS)).toBe(
      "{ people { id firms { name } _hub_division: area } }",
    );
    expect(complete("{ people { id } }", NOTHING)).toBe("{ people { id } }");
  });
});

describe("selections on abstract types", () => {
  test("have what each type needs, under a condition of its own", () => {
    expect(
      complete("{ any { __typename } }", {
        observed: new Map([
          ["Person", "id"],
          ["Firm", "code"],
        ]),
      }),
    ).toBe("{ any { __typename ... on Person { _hub_subject: id } ... on Firm { _hub_subject: code } } }");
    expect(complete("{ named { name } }", OBSERVED)).toBe("{ named { name ... on Person { _hub_subject: id } } }");
    expect(complete("{ named { name } }", ROWS)).toBe("{ named { name ... on Person { _hub_division: area } } }");
    expect(complete("{ named { name } }", NOTHING)).toBe("{ named { name } }");
  });

  test("have the type's name where it is an interface object, once", () => {
    expect(complete("{ thing { id } }", NOTHING, ["Thing"])).toBe("{ thing { id __typename } }");
    expect(complete("{ thing { __typename id } }", NOTHING, ["Thing"])).toBe("{ thing { __typename id } }");
    expect(complete("{ thing { kind: __typename } }", NOTHING, ["Thing"])).toContain("kind: __typename __typename");
  });
});

test("interface objects are those that some subgraph says it has as an object", () => {
  expect([...interfaceObjectsOf(schema)]).toEqual(["Thing"]);
});

test("a fetch asks each abstract type for its name, first and once, but an interface object", () => {
  const named = (query: string) =>
    print(withTypeNames(parse(query), schema, new Set(["Thing"]))).replaceAll(/\s+/g, " ");
  expect(named("{ any { ... on Firm { name } } }")).toBe("{ any { __typename ... on Firm { name } } }");
  expect(named("{ any { __typename } named { name } }")).toBe("{ any { __typename } named { __typename name } }");
  expect(named("{ thing { id } people { name } }")).toBe("{ thing { id } people { name } }");
});
