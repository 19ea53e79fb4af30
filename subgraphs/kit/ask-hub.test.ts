import { describe, expect, it } from "@jest/globals";
import { askBy, dataOf } from "./ask-hub.ts";

describe("the hub's answer to a department", () => {
  it("is its data where nothing failed", () => {
    expect(dataOf({ data: { a: 1 } })).toEqual({ a: 1 });
    expect(dataOf({ data: { a: 1 }, errors: [] })).toEqual({ a: 1 });
    const silent = [{ extensions: { code: "HUB_SOURCE_UNAVAILABLE" } }];
    expect(dataOf({ data: { a: 1 }, errors: silent })).toEqual({ a: 1 });
    expect(() => dataOf({ data: null, errors: silent })).toThrow("no answer");
  });

  it("20.5: is its data where an old system's process is gone, and none where a department's is", () => {
    const gone = (subgraph: string) => [{ extensions: { code: "HUB_SUBGRAPH_UNAVAILABLE", subgraph } }];
    expect(dataOf({ data: { a: 1 }, errors: gone("dishonest-debtors") })).toEqual({ a: 1 });
    for (const name of ["human-resources", "audit"])
      expect(() => dataOf({ data: { a: 1 }, errors: gone(name) })).toThrow("HUB_SUBGRAPH_UNAVAILABLE");
    expect(() => dataOf({ data: { a: 1 }, errors: [{ extensions: { code: "HUB_SUBGRAPH_UNAVAILABLE" } }] })).toThrow();
  });

  it.each([
    ["no data", {}, "The hub gave no answer"],
    ["data that is null", { data: null }, "The hub gave no answer"],
    [
      "data of which a part was denied",
      { data: { a: null }, errors: [{ extensions: { code: "HUB_FIELD_DENIED" } }] },
      "HUB_FIELD_DENIED",
    ],
    [
      "several errors",
      { errors: [{ extensions: { code: "A" } }, {}, { extensions: { code: "A" } }] },
      "The hub answered with A, an error without a code",
    ],
  ])("is none with %s", (_, answer, told) => {
    expect(() => dataOf(answer)).toThrow(told);
  });

  it("is asked for as the app of the department, for the stated purpose, with a token of the moment", async () => {
    const sent: RequestInit[] = [];
    let tokens = 0;
    const ask = askBy(
      "WAGE_WARNING",
      () => Promise.resolve(`t${(tokens += 1)}`),
      (request) => {
        sent.push(request);
        return Promise.resolve(Response.json({ data: { a: 1 } }));
      },
    );
    for (const id of [1, 2]) expect(await ask("query ($id: ID) { a }", { id })).toEqual({ a: 1 });
    expect(sent).toEqual(
      [1, 2].map((id) => ({
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer t${id}`, "x-purpose": "WAGE_WARNING" },
        body: JSON.stringify({ query: "query ($id: ID) { a }", variables: { id } }),
      })),
    );
  });
});
