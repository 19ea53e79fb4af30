import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { compileGrant, purposesOf } from "./compile-grant.ts";
import { createGrantBook } from "./grant-book.ts";
import { createFindGrant } from "./find-grant.ts";
import { asking, caller, catalogue, type Entry, entry, item, NOW } from "./fixtures/people.ts";
import { parseGrants } from "./store/parse-grants.ts";

const book = (...entries: readonly Entry[]) => createGrantBook(parseGrants({ grants: entries }, catalogue));
const compile = (entries: readonly Entry[], division: string | null = null, now = NOW) =>
  compileGrant(book(...entries), { ...asking, caller: { ...caller, division } }, now);

test("an exact entry speaks before a wildcard; a masked wildcard covers what has a mask", () => {
  const grant = compile([entry("g", { items: { "Person.*": "MASKED", "Person.income": "CLEAR" } })]);
  expect(grant.entitlementOf(item("Person.income"))).toMatchObject({ kind: "granted", outcome: "CLEAR" });
  expect(grant.entitlementOf(item("Person.name"))).toMatchObject({ kind: "granted", outcome: "MASKED" });
  expect(grant.entitlementOf(item("Person.id"))).toEqual({ kind: "NO_GRANT" });
  expect(grant.entitlementOf(item("Person.sex"))).toMatchObject({ kind: "granted", outcome: "CLEAR" });
  expect(grant.entitlementOf(item("Person.cases"))).toEqual({ kind: "NOT_SHARED" });
});

test("what is shared unconditionally comes with any grant in force, and with none otherwise", () => {
  expect(compile([entry("g")]).entitlementOf(item("Person.sex"))).toMatchObject({ kind: "granted", grants: ["g"] });
  expect(compile([]).entitlementOf(item("Person.sex"))).toEqual({ kind: "NO_GRANT" });
  const ended = compile([entry("g", { validTo: "2026-06-01T12:00:00Z" })]);
  expect(ended.entitlementOf(item("Person.sex"))).toMatchObject({ kind: "EXPIRED", grant: "g" });
});

test("two grants never lend each other rows: the clearer outcome reaches its own rows only", () => {
  const entries = [
    entry("wide", { rowScope: ["41"], items: { "Person.name": "MASKED" } }),
    entry("near", { rowScope: ["411102"], items: { "Person.name": "CLEAR" } }),
    entry("far", { rowScope: ["411103"], items: { "Person.name": "CLEAR" } }),
  ];
  expect(compile(entries).entitlementOf(item("Person.name"))).toMatchObject({
    outcome: "CLEAR",
    scope: ["411102", "411103"],
  });
  expect(compile(entries, "411102").entitlementOf(item("Person.name"))).toMatchObject({
    outcome: "CLEAR",
    scope: ["411102"],
  });
  expect(compile(entries, "411104").entitlementOf(item("Person.name"))).toMatchObject({
    outcome: "MASKED",
    scope: ["411104"],
  });
  expect(compile(entries, "42").entitlementOf(item("Person.name"))).toMatchObject({ kind: "OUT_OF_SCOPE" });
});

test("a department's own grants are told from the caller's, whatever their purpose", () => {
  const grant = compile([
    entry("mine"),
    entry("theirs", {
      consumer: { department: "police" },
      purpose: { code: "Q", name: "q", basis: "b" },
      items: { "Person.income": "CLEAR" },
    }),
  ]);
  expect(grant.entitlementOf(item("Person.income"))).toEqual({ kind: "PURPOSE_MISMATCH", purposes: ["Q"] });
  expect(grant.inputEntitlementOf("police", item("Person.income"))).toMatchObject({
    kind: "granted",
    outcome: "CLEAR",
  });
  expect(grant.inputEntitlementOf("housing", item("Person.income"))).toEqual({ kind: "NO_GRANT" });
});

test("the hash changes with everything that an answer depends on, and with nothing else", () => {
  const base = [entry("a", { items: { "Person.name": "MASKED" } }), entry("b")];
  const hash = compile(base).hash;
  expect(compile([...base].reverse()).hash).toBe(hash);
  expect(compile(base, null, NOW + 1).hash).toBe(hash);
  expect(compile([...base, entry("x", { consumer: { app: "stranger" } })]).hash).toBe(hash);
  const changes: Entry[] = [
    { items: { "Person.name": "CLEAR" } },
    { rowScope: ["4112"] },
    { validTo: "2027-01-02T00:00:00Z" },
    { purpose: { code: "Q", name: "用途", basis: "法" } },
    { quota: { requestsPerDay: 1 } },
    { consumer: { department: "police" } },
  ];
  const hashes = changes.map(
    (change) => compile([entry("a", { items: { "Person.name": "MASKED" }, ...change }), entry("b")]).hash,
  );
  expect(new Set([hash, ...hashes]).size).toBe(changes.length + 1);
  expect(compile(base, "411102").hash).not.toBe(hash);
  const department = entry("d", { consumer: { department: "police" }, purpose: { code: "Z", name: "z", basis: "b" } });
  expect(compile([...base, department]).hash).not.toBe(hash);
});

test("a compiled grant holds until the next moment at which any grant begins or ends", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 51, max: 100 })), { maxLength: 5 }),
      fc.integer({ min: 0, max: 100 }),
      (spans, at) => {
        const iso = (hour: number): string => new Date(NOW + hour * 3_600_000).toISOString();
        const entries = spans.map(([from, to], index) =>
          entry(`g${index}`, { validFrom: iso(from), validTo: iso(to), items: { "Person.name": "CLEAR" } }),
        );
        const now = NOW + at * 3_600_000;
        const grant = compile(entries, null, now);
        const last = Math.min(grant.validUntil - 1, now + 200 * 3_600_000);
        expect(grant.validUntil).toBeGreaterThan(now);
        expect(compile(entries, null, last).hash).toBe(grant.hash);
        if (grant.validUntil < Number.MAX_SAFE_INTEGER)
          expect(compile(entries, null, grant.validUntil).hash).not.toBe(grant.hash);
      },
    ),
  );
});

test("without a purpose the caller's own purposes are listed; a store that is out of reach gives nothing", () => {
  const found = book(
    entry("a"),
    entry("b", { purpose: { code: "A", name: "a", basis: "b" } }),
    entry("c", { purpose: { code: "OLD", name: "a", basis: "b" }, validTo: "2026-02-01T00:00:00Z" }),
  );
  expect(purposesOf(found, caller, NOW)).toEqual(["A", "P"]);
  const known = { ...caller, roles: [], subject: null, enterprise: null, tokenId: "t", expiresAt: 0 };
  const findGrant = createFindGrant(() => found);
  const find = (purpose: string | undefined, now: number) =>
    findGrant({ caller: known, purpose, caseNumber: null }, now);
  expect(find(undefined, NOW)).toEqual({ kind: "purpose-required", purposes: ["A", "P"] });
  expect(find("  ", NOW)).toMatchObject({ kind: "purpose-required" });
  expect(find("x".repeat(500), NOW)).toMatchObject({ kind: "purpose-required" });
  const first = find(" P ", NOW);
  expect(first.kind === "grant" && find("P", NOW + 5)).toEqual(first);
});

const PREFIX = /g\.rowScope\[0\]: expected a division prefix of 2, 4, 6, 9, 12 or 15 digits/;

test("S4: a scope may be a grid, and a whole code stands for its whole division", () => {
  const scopes = [["411102003001007"], ["411102003001000"], ["411100"], [4111], ["*"]].map(
    (rowScope) => parseGrants({ grants: [entry("g", { rowScope })] }, catalogue)[0]?.rowScope,
  );
  expect(scopes).toEqual([["411102003001007"], ["411102003001"], ["4111"], ["4111"], [""]]);
});

test.each([
  ["no list", {}, /grants: expected a list, got nothing/],
  [
    "an unknown field",
    { grants: [entry("g", { items: { "Person.gone": "CLEAR" } })] },
    /g\.items\["Person\.gone"\]: expected a field of this graph, got "Person\.gone"/,
  ],
  ["an interface's field", { grants: [entry("g", { items: { "Being.id": "CLEAR" } })] }, /name the concrete type: Dog/],
  [
    "an unknown type",
    { grants: [entry("g", { items: { "Gone.*": "CLEAR" } })] },
    /expected an object type of this graph, got "Gone"/,
  ],
  [
    "a mask that the field does not have",
    { grants: [entry("g", { items: { "Person.id": "MASKED" } })] },
    /expected CLEAR, as the field has no mask/,
  ],
  [
    "an unknown outcome",
    { grants: [entry("g", { items: { "Person.id": "PLAIN" } })] },
    /expected CLEAR or MASKED, got "PLAIN"/,
  ],
  [
    "an unknown department",
    { grants: [entry("g", { consumer: { department: "nasa" } })] },
    /expected one of housing, police, got "nasa"/,
  ],
  [
    "two consumers",
    { grants: [entry("g", { consumer: { app: "a", department: "police" } })] },
    /either an app or a department/,
  ],
  [
    "no legal basis",
    { grants: [entry("g", { purpose: { code: "P", name: "n" } })] },
    /g\.purpose\.basis: expected text, got nothing/,
  ],
  ["no end", { grants: [entry("g", { validTo: undefined })] }, /g\.validTo: expected a date-time/],
  [
    "an end before its beginning",
    { grants: [entry("g", { validTo: "2025-01-01T00:00:00Z" })] },
    /expected a time after validFrom/,
  ],
  ["a scope that is no prefix", { grants: [entry("g", { rowScope: ["41' or 1=1"] })] }, PREFIX],
  ["S4: a scope of five digits", { grants: [entry("g", { rowScope: ["41110"] })] }, PREFIX],
  ["S4: an empty prefix, which would reach every row", { grants: [entry("g", { rowScope: [""] })] }, PREFIX],
  ["a time that is no date", { grants: [entry("g", { validTo: "1" })] }, /g\.validTo: expected a date-time/],
  ["a negative quota", { grants: [entry("g", { quota: { requestsPerDay: -1 } })] }, /expected a count, got -1/],
  ["a misspelt key", { grants: [entry("g", { scope: [] })] }, /g: expected one of id, consumer, .*, got "scope"/],
  ["an id twice", { grants: [entry("g"), entry("g")] }, /ids that occur once, got "g"/],
])("grants with %s are refused", (_name, file, message) => {
  expect(() => parseGrants(file, catalogue)).toThrow(message);
});

test("what a department may derive with gives its own callers nothing to read", () => {
  const own = entry("own", {
    consumer: { department: caller.department },
    use: "DERIVATION",
    items: { "Person.name": "CLEAR" },
  });
  const grant = compile([own]);
  expect(grant.active).toEqual([]);
  expect(grant.entitlementOf(item("Person.name"))).toEqual({ kind: "NO_GRANT" });
  expect(grant.inputEntitlementOf(caller.department, item("Person.name"))).toMatchObject({ kind: "granted" });
});

test("the hash knows the bars that bind a whole department, and none of another app's", () => {
  const bar = (app: string | null) => ({
    id: "b",
    app,
    department: "police",
    purpose: null,
    provider: "housing",
    reason: "r",
    since: 0,
    until: null,
  });
  const hashWith = (...bars: readonly ReturnType<typeof bar>[]) =>
    compileGrant(createGrantBook(parseGrants({ grants: [entry("g")] }, catalogue), { bars }), asking, NOW).hash;
  expect(hashWith(bar("another"))).toBe(hashWith());
  expect(hashWith(bar(null))).not.toBe(hashWith());
});

test("20.6: to an export speak grants of batch exchange and of files alone, with their own rows; to a question all of them", () => {
  const entries = [
    entry("asked", { rowScope: ["41"], items: { "Person.name": "CLEAR", "Person.income": "CLEAR" } }),
    entry("files", { method: "FILE", rowScope: ["411102"], items: { "Person.name": "MASKED" } }),
  ];
  const findGrant = createFindGrant(
    (
      (known) => () =>
        known
    )(book(...entries)),
  );
  const given = (isExport: boolean) => {
    const asked = { caller: { ...caller, roles: [], subject: null, enterprise: null, tokenId: "t", expiresAt: 0 } };
    const found = findGrant({ ...asking, ...asked, isExport }, NOW);
    if (found.kind !== "grant") throw new Error(found.kind);
    return ["Person.name", "Person.income", "Person.sex"].map((one) => found.grant.entitlementOf(item(one)));
  };
  const question = given(false);
  expect(question).toMatchObject([{ outcome: "CLEAR" }, { outcome: "CLEAR" }, { scope: ["41"] }]);
  expect(given(true)).toEqual([
    { kind: "granted", outcome: "MASKED", scope: ["411102"], grants: ["files"] },
    { kind: "NO_GRANT" },
    { kind: "granted", outcome: "CLEAR", scope: ["411102"], grants: ["files"] },
  ]);
  expect(given(false)).toEqual(question);
});
