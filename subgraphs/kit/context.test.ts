import { describe, expect, it } from "@jest/globals";
import { inGridScope, inScope, scopeWithin, type SubgraphContext } from "./context.ts";

const GRID = "411102001001002";
/** A context whose envelope gives each coordinate within a scope. */
const within = (scopes: Readonly<Record<string, readonly string[]>>) =>
  ({
    envelope: {
      lines: Object.entries(scopes).map(([coordinate, scope]) => ({ coordinate, scope })),
      keys: new Set(),
    },
  }) as unknown as SubgraphContext;

describe("the rows that somebody may see", () => {
  it("are all of them without an envelope, and under a scope of every row", () => {
    const open = {} as SubgraphContext;
    expect([scopeWithin(open), inScope(open), inGridScope(open)]).toEqual([undefined, {}, {}]);
    const everywhere = within({ "Person.name": ["", GRID] });
    expect([scopeWithin(everywhere), inScope(everywhere), inGridScope(everywhere)]).toEqual([undefined, {}, {}]);
  });

  it("are those of divisions and of single grids; a table that names no grids has none of a grid's", () => {
    const both = within({ "Person.name": ["4111", "411102"], "Person.id": [GRID, "4111"] });
    expect(scopeWithin(both)).toEqual({ divisions: ["4111", "411102"], grids: [GRID] });
    expect(inScope(both)).toEqual({
      OR: [{ divisionCode: { startsWith: "4111" } }, { divisionCode: { startsWith: "411102" } }],
    });
    expect(inGridScope(both)).toEqual({
      OR: [{ divisionCode: { startsWith: "4111" } }, { divisionCode: { startsWith: "411102" } }, { gridCode: GRID }],
    });
    expect(scopeWithin(both)).toBe(scopeWithin(both));
  });

  it("are none under a scope that reaches nothing", () => {
    const nowhere = { OR: [{ divisionCode: { in: [] } }] };
    expect(inScope(within({ "Person.name": [] }))).toEqual(nowhere);
    expect(inScope(within({ "Person.name": [GRID] }))).toEqual(nowhere);
    expect(inGridScope(within({ "Person.name": [] }))).toEqual(nowhere);
  });
});
