import { describe, expect, test } from "@jest/globals";
import { leafOf } from "../tests/leaf-of.ts";
import { eventRecord } from "../store/event-record.ts";
import { ed25519Verifier, generateKey } from "../tree/key.ts";
import { fileGrantRecord, groundRecord } from "./ground.ts";
import {
  contentHash,
  isWorkflowAccess,
  partyHash,
  readStatement,
  statedIn,
  statementSigner,
  type Statement,
} from "./statement.ts";
import { Statements } from "./statements.ts";
import { disclosuresOutsideGrants } from "./verify-grants.ts";

const key = generateKey("test/sharing");
const other = generateKey("test/other");
const verifiers = [other, key].map(({ verifier }) => ed25519Verifier(verifier));
const at = (minute: number): string => `2026-11-24T03:${String(minute).padStart(2, "0")}:00.000Z`;

const given: Statement = { matter: "grant", id: "G1", hash: "a", time: at(1) };
const KINDS = { grant: "grant-change", party: "workflow" } as const;

/** The leaf of a step that states something of a grant or a party, as the sharing service signs it. */
const stated = (part: Partial<Statement> = {}, secret = key.secret) => {
  const statement = { ...given, ...part };
  const { matter, id, time } = statement;
  const change = { what: matter, id, before: null, after: "APPROVED" };
  return leafOf(eventRecord(KINDS[matter], change, { time, ...statedIn(statement, statementSigner(secret)) }));
};

describe("R4: a leaf states what the sharing service signed, and nothing else", () => {
  test("a grant, its withdrawal, and a party", () => {
    expect(readStatement(stated(), verifiers)).toEqual(given);
    expect(readStatement(stated({ hash: null }), verifiers)).toEqual({ ...given, hash: null });
    expect(readStatement(stated({ matter: "party" }), verifiers)).toEqual({ ...given, matter: "party" });
  });

  const [keyId = "", signature = ""] = stated().signature?.split(":") ?? [];
  test.each([
    ["without a signature", { signature: undefined }],
    ["without a change", { change: null }],
    ["of a kind that states nothing", { kind: "policy-change" as const }],
    ["of the other matter", { kind: "workflow" as const }],
    ["of another grant", { change: { what: "grant", id: "G2", before: null, after: "APPROVED" } }],
    ["of another content", { grantHash: "b" }],
    ["of no content", { grantHash: null }],
    ["of another time", { time: at(2) }],
    ["with the key's name and no signature", { signature: keyId }],
    ["with the key's name and a signature of something else", { signature: `${keyId}:AAAA` }],
    ["with the signature under another key's name", { signature: `00000000:${signature}` }],
    ["signed by a key that nobody gave", { signature: stated({}, generateKey("test/sharing").secret).signature }],
  ])("nothing, where it is %s", (_, part) => {
    expect(readStatement({ ...stated(), ...part }, verifiers)).toBeUndefined();
  });
});

/** A log of these leaves, as `Statements` and the join read it; `null`: one without a signature. */
const logOf = (leaves: readonly (ReturnType<typeof stated> | null)[]) => {
  const asked: unknown[] = [];
  const query = (_: string, [from]: readonly number[] = [0]) => {
    asked.push(from);
    const rows = leaves.map((leaf, index) => ({ index: `${index}`, signed: leaf && JSON.stringify(leaf) }));
    return Promise.resolve({ rows: rows.slice(from) });
  };
  return { asked, database: { query } as never };
};

describe("R4: of the statements on a grant the latest is in force", () => {
  const inForce = async (...parts: readonly Partial<Statement>[]) => {
    const statements = new Statements(verifiers);
    await statements.read(logOf(parts.map((part) => stated(part))).database);
    return ["a", "b"].filter((hash) => statements.holds("grant", "G1", hash));
  };

  test("a later one replaces it, an earlier one that is appended again does not", async () => {
    expect(await inForce()).toEqual([]);
    expect(await inForce({})).toEqual(["a"]);
    expect(await inForce({}, { hash: "b", time: at(2) })).toEqual(["b"]);
    expect(await inForce({ hash: "b", time: at(2) }, {})).toEqual(["b"]);
    expect(await inForce({}, { hash: null, time: at(2) }, {})).toEqual([]);
    expect(await inForce({}, { hash: null, time: at(2) }, { time: at(3) })).toEqual(["a"]);
  });

  test("of two at the same time the second holds, and the first does not come back", async () => {
    expect(await inForce({}, { hash: "b" })).toEqual(["b"]);
    expect(await inForce({}, { hash: "b" }, {})).toEqual(["b"]);
    expect(await inForce({}, { hash: null })).toEqual([]);
    expect(await inForce({}, { hash: null }, {})).toEqual([]);
    expect(await inForce({}, { hash: null }, { hash: "b" })).toEqual(["b"]);
  });

  test("another grant's, and a party's of the same name, are others", async () => {
    expect(await inForce({}, { id: "G2", hash: "b", time: at(2) })).toEqual(["a"]);
    expect(await inForce({}, { matter: "party", hash: "b", time: at(2) })).toEqual(["a"]);
  });

  test("each leaf is read once, those without a signature too", async () => {
    const { asked, database } = logOf([stated(), null, null]);
    const statements = new Statements(verifiers);
    await statements.read(database);
    await statements.read(database);
    expect(asked).toEqual([0, 3]);
    expect(statements.holds("grant", "G1", "a")).toBe(true);
  });
});

test("the hash of a party: the order of roles says nothing, its keys do, and none is as before there were any", () => {
  const officer = { department: "housing", roles: ["OWNER", "APPLICANT"] };
  const app = { department: "housing", onDenied: "null", origins: ["https://a.example"] };
  const department = { area: "4111" };
  const party = { officer, app, department };
  const reversed = { ...officer, roles: ["APPLICANT", "OWNER"] };
  const same = [party, { ...party, officer: reversed }, { ...party, app: { ...app, keys: [] } }];
  const others = [
    { ...party, officer: { ...officer, roles: ["OWNER"] } },
    { ...party, officer: null },
    { ...party, app: { ...app, keys: [{ kty: "OKP" }] } },
    { ...party, app: { ...app, keys: [{ kty: "EC" }] } },
    { ...party, app: { ...app, department: "enterprise" } },
    { ...party, app: null },
    { ...party, department: null },
  ];
  expect(new Set(same.map((one) => partyHash("a", one))).size).toBe(1);
  expect(new Set([...same, ...others].map((one) => partyHash("a", one))).size).toBe(1 + others.length);
  expect(partyHash("b", party)).not.toBe(partyHash("a", party));
  expect(partyHash("a", { officer: null, app: null, department: null })).toBe(
    contentHash({ id: "a", officer: null, app: null, department: null }),
  );
});

/** The content by which every app reaches the workflow; its hash is in the logs of hubs. */
const ACCESS = contentHash({
  id: "sharing:rent",
  consumer: { app: "rent" },
  purpose: { code: "DATA_SHARING", name: "政务数据共享管理", basis: "政务数据共享条例" },
  validFrom: "2025-08-01T00:00:00Z",
  validTo: "9999-12-31T00:00:00Z",
  rowScope: [],
  items: {},
});

test("the workflow's own grant is known by its rule: of its app, with that content alone", () => {
  expect(isWorkflowAccess("sharing:rent", ACCESS)).toBe(true);
  expect(isWorkflowAccess("sharing:tax", ACCESS)).toBe(false);
  expect(isWorkflowAccess("sharing:rent", "a")).toBe(false);
  expect(isWorkflowAccess("rent", ACCESS)).toBe(false);
  expect(isWorkflowAccess("sharing:", ACCESS)).toBe(false);
});

describe("R4: disclosures are joined with the grants behind them", () => {
  type Group = readonly [hash: string | null, first: number, count: number];
  const joined = (leaves: readonly object[], ...groups: readonly Group[]) => {
    const rows = leaves.map((leaf, index) => ({ index: `${index}`, record: JSON.stringify(leaf) }));
    const disclosed = groups.map(([hash, first, count]) => ({ hash, first: `${first}`, count: `${count}` }));
    const query = (sql: string) => Promise.resolve({ rows: sql.includes("'grant-change'") ? rows : disclosed });
    return disclosuresOutsideGrants({ query } as never, verifiers);
  };
  const ground = (hash: string, ...sources: string[]) => leafOf(groundRecord({ hash, sources }));

  test("what rests on a stated grant, a file's or the workflow's own is known", async () => {
    const file = leafOf(fileGrantRecord("F1", null, "f"));
    const leaves = [stated(), file, ground("h1", "G1 a", "F1 f"), ground("h2", `sharing:rent ${ACCESS}`), ground("h3")];
    const groups: Group[] = ["h1", "h2", "h3"].map((hash, at) => [hash, 5 + at, 2]);
    expect(await joined(leaves, ...groups)).toEqual({ grounds: 3, fromFiles: 1, unknown: [] });
  });

  test("what rests on nothing, or was stated afterwards only, is told", async () => {
    const withdrawn = leafOf(fileGrantRecord("F2", "f", null));
    const leaves = [ground("h1", "G1 a", "G2 b"), stated({ hash: null, id: "G2" }), withdrawn, ground("h2", "F2 null")];
    expect(
      await joined([...leaves, stated()], [null, 1, 4], ["h0", 2, 1], ["h1", 3, 2], ["h2", 2, 1], ["h2", 9, 1]),
    ).toEqual({
      grounds: 2,
      fromFiles: 0,
      unknown: [
        "index 1: 4 disclosures under no hash, which no record leads to a grant",
        "index 2: 1 disclosures under h0, which no record leads to a grant",
        "index 3: 2 disclosures under h1, by grants that nobody approved: G1 a, G2 b",
        "index 2: 1 disclosures under h2, which no record leads to a grant",
        "index 9: 1 disclosures under h2, by grants that nobody approved: F2 null",
      ],
    });
  });

  test("the first time counts that a ground or a grant was stated; it has to be before the first disclosure", async () => {
    const leaves = [stated(), ground("h1", "G1 a"), stated({ time: at(9) }), ground("h1", "G9 z")];
    expect((await joined(leaves, ["h1", 2, 1])).unknown).toEqual([]);
    expect((await joined(leaves, ["h1", 1, 1])).unknown).toEqual([]);
    expect((await joined(leaves, ["h1", 0, 1])).unknown).toHaveLength(1);
    expect((await joined([ground("h1", "G1 a"), stated()], ["h1", 1, 1])).unknown).toHaveLength(1);
  });

  test("a grant of a file is told as one, though another service's key signed it", async () => {
    const leaf = { ...leafOf(fileGrantRecord("F1", null, "f")), signature: stated().signature };
    expect(await joined([leaf, ground("h1", "F1 f")], ["h1", 2, 1])).toEqual({ grounds: 1, fromFiles: 1, unknown: [] });
  });
});
