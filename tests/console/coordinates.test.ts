import { expect, test } from "@jest/globals";
import { buildSchema, parse } from "graphql";
import { coordinatesOf } from "../../console/src/catalogue/catalogue.ts";

const schema = buildSchema(`
  interface Named { name: String }
  type Person implements Named { id: ID! name: String income: Int }
  type Firm implements Named { code: ID! name: String owner: Person }
  union Party = Person | Firm
  type Query { person: Person named: [Named] party: Party }
`);

test("lists each coordinate once, through aliases, fragments and abstract types, without meta fields", () => {
  const document = parse(`
    query One { a: person { __typename pay: income ...names } named { name ... on Firm { code } } }
    query Two { party { __typename ... on Firm { owner { income } } } __schema { types { name } } }
    fragment names on Person { name unknown }
  `);
  expect(coordinatesOf(document, schema)).toEqual([
    "Query.person",
    "Person.income",
    "Query.named",
    "Named.name",
    "Person.name",
    "Firm.name",
    "Firm.code",
    "Query.party",
    "Firm.owner",
  ]);
});
