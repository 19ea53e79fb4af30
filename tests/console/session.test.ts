import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { loadIdentities } from "../../console/src/identity/demo-identity.ts";
import { Session } from "../../console/src/identity/session.ts";

const identities = [
  {
    app: "wage-watch",
    kind: "APPLICATION",
    heading: "应用",
    name: "欠薪预警平台",
    department: "human-resources",
    officers: [{ code: "li-si", name: "李四", roles: ["APPLICANT"] }],
    citizens: [],
    purposes: [
      { code: "WAGE", name: "根治欠薪" },
      { code: "AUDIT", name: "审计" },
    ],
  },
  {
    app: "rental-check",
    kind: "APPLICATION",
    heading: "应用",
    name: "公租房资格核查",
    department: "housing",
    officers: [],
    citizens: [],
    purposes: [{ code: "PUBLIC_RENTAL", name: "公租房资格核查" }],
    case: "ZJ-1",
  },
  {
    app: "housing-office",
    kind: "OFFICE",
    heading: "经办与审核",
    name: "住建局信息科",
    department: "housing",
    officers: [
      { code: "wang-wu", name: "王五", roles: ["REVIEWER"] },
      { code: "zhao-liu", name: "赵六", roles: ["OWNER"] },
    ],
    citizens: [],
    purposes: [{ code: "DATA_SHARING", name: "共享管理" }],
  },
  {
    app: "citizen-portal",
    kind: "CITIZEN",
    heading: "公民",
    name: "市民查询",
    department: "audit",
    officers: [],
    citizens: [
      { code: "person-1", name: "施示例" },
      { code: "person-2", name: "张示例" },
    ],
    purposes: [{ code: "SELF_ACCESS", name: "个人信息查询" }],
  },
];

const realFetch = globalThis.fetch;
const asked: unknown[] = [];
let answer: (body: string) => Response;

beforeEach(() => {
  asked.length = 0;
  answer = (body) => Response.json({ token: `${jwt(600)}.${body.length}` });
  globalThis.fetch = (_url, init) => {
    const body = typeof init?.body === "string" ? init.body : "null";
    asked.push(JSON.parse(body));
    return Promise.resolve(answer(body));
  };
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

/** A token without a signature, ending so many seconds from now. */
function jwt(seconds: number): string {
  const payload = JSON.stringify({ exp: Math.floor(Date.now() / 1000) + seconds, name: "沙澧" });
  return `h.${Buffer.from(payload).toString("base64url")}`;
}

test("each tab is asked by its question's app, and keeps what was chosen in it", async () => {
  const session = new Session(identities);
  session.enterTab("wage", { app: "wage-watch", purpose: "AUDIT" });
  expect(await session.headers()).toEqual({
    authorization: expect.stringMatching(/^Bearer h\./),
    "x-purpose": "AUDIT",
    // An app that is registered for quiet denials would leave the panel of denials empty.
    "x-on-denied": "tell",
  });
  session.enterTab("rental", { app: "rental-check", officer: "no-such-officer", purpose: "no-such-purpose" });
  expect(session.current()).toMatchObject({ app: "rental-check", officer: "", purpose: "PUBLIC_RENTAL" });
  expect(await session.headers()).toMatchObject({ "x-case": "ZJ-1" });
  session.choose({ caseNumber: "漯〔2026〕5号" });
  session.choose({ dryRun: true, rejectOnDenied: true });
  session.enterTab("wage", { app: "wage-watch", purpose: "AUDIT" });
  expect(session.current()).toMatchObject({ app: "wage-watch", officer: "li-si", purpose: "AUDIT" });
  session.enterTab("rental", {});
  expect(await session.headers()).toMatchObject({
    "x-case": encodeURIComponent("漯〔2026〕5号"),
    "x-dry-run": "true",
    "x-on-denied": "reject",
  });
  expect(asked).toEqual([{ app: "wage-watch", officer: "li-si" }, { app: "rental-check" }]);
});

test("a tab that names no app goes on with the last caller", () => {
  const session = new Session(identities);
  session.chooseApp("rental-check");
  session.enterTab("own", { app: "no-such-app" });
  expect(session.current()).toMatchObject({ app: "rental-check", purpose: "PUBLIC_RENTAL" });
});

test("a citizen asks with a token of their own, the first one until another is chosen", async () => {
  const session = new Session(identities);
  session.enterTab("mine", { app: "citizen-portal" });
  await session.headers();
  session.choose({ citizen: "person-2" });
  await session.headers();
  session.chooseApp("rental-check");
  await session.headers();
  expect(asked).toEqual([
    { app: "citizen-portal", subject: "person-1" },
    { app: "citizen-portal", subject: "person-2" },
    { app: "rental-check" },
  ]);
});

test("finds the officer of a department's sharing body by role, and nobody where there is none", () => {
  const session = new Session(identities);
  const none = { app: undefined, officer: undefined, purpose: undefined };
  expect(session.officeOf("housing", "OWNER")).toEqual({
    app: "housing-office",
    officer: "zhao-liu",
    purpose: "DATA_SHARING",
  });
  expect(session.officeOf("housing", "AUTHORITY")).toMatchObject({ app: "housing-office", officer: undefined });
  expect(session.officeOf("elsewhere", "OWNER")).toEqual(none);
  expect(new Session(undefined).officeOf("housing", "OWNER")).toEqual(none);
});

test("a token is asked for once until it nears its end or is refused", async () => {
  const session = new Session(identities);
  await Promise.all([session.headers(), session.headers()]);
  expect(asked).toHaveLength(1);
  session.refused();
  await session.headers();
  expect(asked).toHaveLength(2);
  answer = () => Response.json({ token: `${jwt(5)}.x` });
  session.refused();
  await session.headers();
  await session.headers();
  expect(asked).toHaveLength(4);
});

test("an issuer that refuses is said in words, and asked again", async () => {
  const session = new Session(identities);
  answer = () => new Response("no", { status: 403 });
  await expect(session.headers()).rejects.toThrow("演示登录没有给出令牌（HTTP 403）");
  await expect(session.headers()).rejects.toThrow("HTTP 403");
  expect(asked).toHaveLength(2);
});

test("without a local issuer the user brings token and purpose", async () => {
  const session = new Session(undefined);
  expect(await session.headers()).toEqual({ "x-on-denied": "tell" });
  session.enterTab("wage", { app: "wage-watch", purpose: "WAGE" });
  session.choose({ token: "abc" });
  expect(await session.headers()).toEqual({
    authorization: "Bearer abc",
    "x-purpose": "WAGE",
    "x-on-denied": "tell",
  });
  expect(asked).toEqual([]);
});

describe("R25: demo identities", () => {
  const identity = {
    app: "a",
    kind: "OFFICE",
    heading: "经办与审核",
    name: "甲",
    department: "housing",
    officers: [{ id: "y", name: "Y", roles: ["OWNER"] }],
    citizens: [{ id: "p", name: "某人" }],
    purposes: [{ code: "P", name: "用途" }],
  };

  test("are read from the document that the gateway gives; a gateway without an issuer gives none", async () => {
    answer = () => Response.json([identity]);
    expect(await loadIdentities()).toEqual([
      { ...identity, officers: [{ code: "y", name: "Y", roles: ["OWNER"] }], citizens: [{ code: "p", name: "某人" }] },
    ]);
    answer = () => new Response("", { status: 404 });
    expect(await loadIdentities()).toBeUndefined();
  });

  test.each([
    ["/demo/identities: expected a list of identities, got nothing", undefined],
    ["/demo/identities: expected a list of identities, got a mapping", {}],
    ["/demo/identities[0]: expected an identity, got a number", [1]],
    ["/demo/identities[0].app: expected text that is not empty, got empty text", [{ ...identity, app: "" }]],
    [
      "/demo/identities[0].officers[0]: expected an officer, got text of 1 characters",
      [{ ...identity, officers: ["x"] }],
    ],
    [
      "/demo/identities[0].officers[0].roles[0]: expected text, got a number",
      [{ ...identity, officers: [{ id: "y", name: "Y", roles: [1] }] }],
    ],
  ])("are refused as a whole: %s", async (message, document) => {
    answer = () => (document === undefined ? new Response("<html>") : Response.json(document));
    await expect(loadIdentities()).rejects.toThrow(message);
  });
});
