import { describe, expect, it, test } from "@jest/globals";
import type { Caller } from "../authenticate/caller.ts";
import { createRegister, registered, type RegisteredApp, type RegisteredOfficer } from "./register.ts";

const officer = (department: string, area = "411100", roles: readonly string[] = ["auditor"]): RegisteredOfficer => ({
  department,
  area,
  roles,
});
const app = (department: string, more: Partial<RegisteredApp> = {}): RegisteredApp => ({
  department,
  onDenied: "tell",
  origins: [],
  keys: [],
  operations: new Map(),
  ...more,
});
const register = createRegister(
  new Map([
    ["li", officer("housing")],
    ["wang", officer("police", "411102")],
  ]),
  new Map([
    ["rental", app("housing", { origins: ["https://rental.example"] })],
    ["patrol", app("police", { origins: ["https://patrol.example"] })],
  ]),
);
const caller = (more: Partial<Caller> = {}): Caller => ({
  app: "rental",
  department: "housing",
  officer: "li",
  division: null,
  roles: ["authority"],
  subject: null,
  enterprise: null,
  tokenId: "t",
  expiresAt: 0,
  ...more,
});

describe("the register of parties", () => {
  it("takes roles from no token: an officer has the register's, an app alone has none", () => {
    expect(registered(register, caller())).toEqual({ ...caller(), division: "411100", roles: ["auditor"] });
    expect(registered(register, caller({ officer: null }))).toEqual({ ...caller({ officer: null }), roles: [] });
    expect(Object.isFrozen(registered(register, caller()))).toBe(true);
  });

  it.each<[string, Partial<Caller>]>([
    ["an app of another department", { app: "patrol" }],
    ["an app that nobody registered", { app: "unheard-of" }],
    ["an app that nobody registered, without an officer", { app: "unheard-of", officer: null }],
    ["a department of another app", { department: "police" }],
    ["an officer of another department", { officer: "wang" }],
    ["an officer who is not in office", { officer: "zhao" }],
  ])("knows nobody with %s", (_, more) => {
    expect(registered(register, caller(more))).toBeUndefined();
  });

  it.each<[string, string | null, string | undefined]>([
    ["none", null, "411102"],
    ["the same", "411102", "411102"],
    ["a part of it", "411102001001", "411102001001"],
    ["the city above it", "411100", "411102"],
    ["the province", "410000", "411102"],
    ["another district", "411103", undefined],
  ])("lets a token's division reach no farther than the department's area: %s", (_, division, expected) => {
    const patrol = caller({ app: "patrol", department: "police", officer: "wang", division });
    expect(registered(register, patrol)?.division).toBe(expected);
  });
});

describe("G23: 政务数据共享条例第二条: a county's bureau is a department of its own, so no officer of a county acts for the city's", () => {
  it.each<[string, string, string | undefined]>([
    ["the city", "411100", "411100"],
    ["a county", "411121", undefined],
    ["a street of a district", "411102003000", undefined],
    ["a grid of a district", "411102003001007", undefined],
    ["the development zone, where the city's own branch sits", "411171", "411171"],
    ["a street of the development zone", "411171001000", "411171001000"],
  ])("a token for %s under an app of the city", (_, division, expected) => {
    expect(registered(register, caller({ division }))?.division).toBe(expected);
  });

  it("an officer of a province acts for no city below it either", () => {
    const province = createRegister(new Map([["zhou", officer("hall", "410000")]]), new Map([["audit", app("hall")]]));
    const of = (division: string) =>
      registered(province, caller({ app: "audit", department: "hall", officer: "zhou", division }))?.division;
    expect([of("410000"), of("411100"), of("411102")]).toEqual(["410000", undefined, undefined]);
  });
});

test("the version of a register changes with anything in it, and not with the order in which it was read", () => {
  const [li, wang] = [officer("housing"), officer("police")];
  const versionOf = (
    officers: readonly (readonly [string, RegisteredOfficer])[],
    apps: readonly [string, RegisteredApp][],
  ) => createRegister(new Map(officers), new Map(apps)).version;
  const apps: [string, RegisteredApp][] = [
    ["a", app("housing")],
    ["b", app("police")],
  ];
  const version = versionOf(
    [
      ["li", li],
      ["wang", wang],
    ],
    apps,
  );
  expect(
    versionOf(
      [
        ["wang", wang],
        ["li", li],
      ],
      apps.toReversed(),
    ),
  ).toBe(version);
  for (const changed of [
    versionOf([["li", li]], apps),
    versionOf(
      [
        ["li", { ...li, roles: [] }],
        ["wang", wang],
      ],
      apps,
    ),
    versionOf(
      [
        ["li", li],
        ["wang", wang],
      ],
      [
        ["a", app("police")],
        ["b", app("housing")],
      ],
    ),
    ...[app("housing", { onDenied: "quiet" }), app("housing", { origins: ["https://a.example"] })].map((a) =>
      versionOf(
        [
          ["li", li],
          ["wang", wang],
        ],
        [
          ["a", a],
          ["b", app("police")],
        ],
      ),
    ),
  ])
    expect(changed).not.toBe(version);
});
