import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startCity, type City } from "../city.ts";

let city: City;

beforeAll(async () => {
  city = await startCity();
});

afterAll(async () => {
  await city.stop();
});

const PROJECTS = /* GraphQL */ `
  query Projects($division: DivisionCode!, $first: Int, $after: String) {
    constructionProjects(division: $division, first: $first, after: $after) {
      edges {
        cursor
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;

const PERSON = /* GraphQL */ `
  query Person($citizenNumber: CitizenNumber!) {
    person(citizenNumber: $citizenNumber) {
      name
    }
  }
`;

const codesOf = (answer: { errors?: readonly { extensions?: Readonly<Record<string, unknown>> }[] }): unknown[] =>
  (answer.errors ?? []).map((error) => error.extensions?.["code"]);

describe("a citizen number", () => {
  test("with a wrong check digit is an error that does not repeat the number, never a lookup", async () => {
    const answer = await city.ask(PERSON, { citizenNumber: "419900199001011239" });
    expect(answer).toMatchSnapshot();
    expect(JSON.stringify(answer)).not.toContain("419900199001011239");
  });

  test("of somebody who does not exist is nobody, without an error", async () => {
    expect(await city.ask(PERSON, { citizenNumber: "11010519491231002X" })).toEqual({ data: { person: null } });
  });
});

describe("a division", () => {
  test.each([
    ["that the national table does not have", "419999", "HUB_UNKNOWN_DIVISION"],
    ["of a village that does not exist", "411102001999", "HUB_UNKNOWN_DIVISION"],
    ["of a grid, by which nothing is listed", "411102001001001", "HUB_UNKNOWN_DIVISION"],
    ["with letters", "4111AB", "HUB_INVALID_DIVISION_CODE"],
    ["with an odd number of digits", "41110", "HUB_INVALID_DIVISION_CODE"],
    ["with SQL in it", "4111' or '1'='1", "HUB_INVALID_DIVISION_CODE"],
  ])("%s is refused", async (_, division, code) => {
    const answer = await city.ask(PROJECTS, { division });
    expect(codesOf(answer)).toEqual([code]);
    expect(answer.data).toEqual({ constructionProjects: null });
  });

  test("elsewhere in the country is known, and has nothing here", async () => {
    const answer = await city.ask(PROJECTS, { division: "1101" });
    expect(answer).toEqual({ data: { constructionProjects: { edges: [], pageInfo: { hasNextPage: false } } } });
  });
});

describe("a page", () => {
  test.each([
    ["of a negative size", { first: -5 }, "HUB_PAGE_SIZE"],
    ["of a huge size", { first: 1_000_000 }, "HUB_PAGE_SIZE"],
    ["of a size that the gateway lets pass and the department does not", { first: 500 }, "HUB_PAGE_SIZE"],
    ["after noise", { first: 1, after: "noise" }, "HUB_INVALID_CURSOR"],
  ])("%s is refused", async (_, page, code) => {
    expect(codesOf(await city.ask(PROJECTS, { division: "4111", ...page }))).toEqual([code]);
  });

  test("after a cursor of another list is refused", async () => {
    const homes = await city.ask(`{ careHomes(division: "4111", first: 1) { edges { cursor } } }`);
    const { edges } = homes.data?.["careHomes"] as { edges: { cursor: string }[] };
    const answer = await city.ask(PROJECTS, { division: "4111", first: 1, after: edges[0]?.cursor });
    expect(codesOf(answer)).toEqual(["HUB_INVALID_CURSOR"]);
  });
});

test("what the database complains about stays inside", async () => {
  const answer = await city.ask(`{ household(id: "no\\u0000such") { number } }`);
  expect(JSON.stringify(answer)).not.toMatch(/prisma|postgres|byte|select/i);
  expect(answer.errors).toHaveLength(1);
});
