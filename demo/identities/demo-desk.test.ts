import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { decodeJwt } from "jose";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Route } from "../../gateway/front/http.ts";
import { requestInProcess, responseInProcess } from "../../gateway/front/in-process.ts";
import { demoDesk } from "./demo-desk.ts";
import { claimsOf, findIdentity, readDemoIdentities, selvesOf } from "./demo-identities.ts";
import { openLocalIssuer } from "./local-issuer.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-desk-"));
const item = { owner: "housing", share: "CONDITIONAL", level: "L3", mask: null, basis: null };
let catalogue = { items: new Map([["House.area", item]]) } as unknown as Catalogue;
let desk: Route;
let isDown = false;
beforeAll(async () => {
  const issuer = await openLocalIssuer(folder, {});
  desk = demoDesk(
    (identity, self) => {
      if (isDown) throw new Error("No hub answers");
      return issuer.issue(claimsOf(identity, self));
    },
    () => catalogue,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The answer of the desk; undefined when it leaves the request to the others. */
const asked = async (path: string, body?: object, contentType = "application/json"): Promise<Response | undefined> => {
  const init = body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": contentType } };
  return answerTo(new Request(new URL(path, "http://127.0.0.1"), init));
};

const catalogueIn = (headers: Readonly<Record<string, string>>): Promise<Response | undefined> =>
  answerTo(new Request("http://127.0.0.1/demo/catalogue.json", { headers }));

const answerTo = async (request: Request): Promise<Response | undefined> => {
  const answer = await desk(requestInProcess(request));
  return answer && responseInProcess(answer);
};

const claims = async (body: object): Promise<unknown> => {
  const answer = await asked("/demo/token", body);
  const { token } = (await answer?.json()) as { readonly token: string };
  const { app, department, officer, division, roles, subject, enterprise } = decodeJwt(token);
  return { app, department, officer, division, roles, subject, enterprise };
};

interface Listed {
  readonly app: string;
  readonly kind: string;
  readonly officers: readonly { readonly id: string; readonly roles: readonly string[] }[];
}

test("lists every role of the sharing workflow, under what its holders come to do", async () => {
  const listed = (await (await asked("/demo/identities"))?.json()) as readonly Listed[];
  const holders = listed.flatMap(({ kind, officers }) =>
    officers.flatMap(({ roles }) => roles.map((role) => `${kind} ${role}`)),
  );
  expect([...new Set(holders)].sort()).toEqual([
    "APPLICATION APPLICANT",
    "AUDIT AUDITOR",
    "OFFICE APPLICANT",
    "OFFICE AUTHORITY",
    "OFFICE GOVERNMENT",
    "OFFICE OWNER",
    "OFFICE REVIEWER",
    "OFFICE SECURITY_ADMINISTRATOR",
  ]);
  expect(listed.find(({ app }) => app === "citizen-portal")).toEqual({
    app: "citizen-portal",
    kind: "CITIZEN",
    heading: "公民",
    name: "市民查询",
    department: "data-administration",
    officers: [],
    citizens: [
      { id: "LgZTNG-pogPmi5Yv1wfVgw", name: "施示例（公租房申请人）" },
      { id: "goUr2s0M4NCpy63eMM-Y5A", name: "张示例（低保申请人）" },
    ],
    purposes: [{ code: "SELF_ACCESS", name: "市民查询 SELF_ACCESS" }],
  });
  expect(listed.find(({ app }) => app === "pension-audit")).toMatchObject({
    purposes: [{ code: "PENSION_AUDIT" }, { code: "DATA_SHARING" }],
  });
});

test("gives a token for an officer and for a citizen, as the demo has them", async () => {
  expect(await claims({ app: "housing-office", officer: "demo-owner.housing" })).toEqual({
    app: "housing-office",
    department: "housing",
    officer: "demo-owner.housing",
    division: "411100",
    roles: ["app", "OWNER"],
  });
  expect(await claims({ app: "citizen-portal", subject: "goUr2s0M4NCpy63eMM-Y5A" })).toMatchObject({
    app: "citizen-portal",
    subject: "goUr2s0M4NCpy63eMM-Y5A",
  });
});

test.each([
  [{ app: "nobody" }, /^No demo app "nobody"; there are: wage-warning/],
  [
    { app: "housing-office", officer: "demo-owner.enterprise" },
    /^No officer "demo-owner.enterprise" at housing-office/,
  ],
  [
    { app: "citizen-portal", subject: "somebody-else" },
    /^No citizen or firm "somebody-else" at citizen-portal; there are: LgZ/,
  ],
  [
    { app: "wage-warning", subject: "goUr2s0M4NCpy63eMM-Y5A" },
    /^No citizen or firm .* at wage-warning; there are: none/,
  ],
  [{ roles: ["AUTHORITY"] }, /^Name an app/],
])("gives no token for %j", async (body, message) => {
  const answer = await asked("/demo/token", body);
  expect(answer?.status).toBe(400);
  expect(((await answer?.json()) as { readonly error: string }).error).toMatch(message);
});

test("S26: gives a firm of the demo a token for itself, and none for another", async () => {
  const [{ id } = { id: "" }] = selvesOf(findIdentity(readDemoIdentities(), "enterprise-portal").app);
  expect(await claims({ app: "enterprise-portal", subject: id })).toMatchObject({
    app: "enterprise-portal",
    enterprise: id,
  });
  expect((await asked("/demo/token", { app: "enterprise-portal", subject: "91110000802100433B" }))?.status).toBe(400);
});

test("says that there is no token while hub or provider do not give one, and what is no request is none", async () => {
  isDown = true;
  const answer = await asked("/demo/token", { app: "wage-warning" });
  isDown = false;
  expect([answer?.status, await answer?.json()]).toEqual([503, { error: "No hub answers" }]);
  for (const body of ["{", "null", '"wage-warning"', JSON.stringify({ app: "x".repeat(2_000) })]) {
    const init = { method: "POST", body, headers: { "content-type": "application/json" } };
    expect((await answerTo(new Request("http://127.0.0.1/demo/token", init)))?.status).toBe(400);
  }
});

test("takes no form of another site, and leaves every other path alone", async () => {
  expect((await asked("/demo/token", { app: "wage-warning" }, "text/plain"))?.status).toBe(415);
  expect(await asked("/graphql", { query: "{ a }" })).toBeUndefined();
});

test.each([
  ["http://city.example", {}],
  ["http://127.0.0.1.city.example:4000", {}],
  ["http://127.0.0.1:4000", { origin: "http://city.example" }],
  ["http://127.0.0.1:4000", { origin: "http://127.0.0.1:4001" }],
  ["http://127.0.0.1:4000", { origin: "null" }],
  ["http://localhost:4000", { origin: "https://localhost:4000" }],
])("S10: under the name %s with %j the desk gives neither token nor names", async (site, headers) => {
  const init = {
    method: "POST",
    body: '{"app":"auditor-desk"}',
    headers: { "content-type": "application/json", ...headers },
  };
  expect((await answerTo(new Request(`${site}/demo/token`, init)))?.status).toBe(403);
  expect((await answerTo(new Request(`${site}/demo/identities`, { headers })))?.status).toBe(403);
});

test.each(["http://127.0.0.1:4000", "http://localhost:4000", "http://[::1]:4000"])(
  "S10: the page at %s asks on its own behalf",
  async (site) => {
    const headers = { "content-type": "application/json", origin: site };
    const init = { method: "POST", body: '{"app":"wage-warning"}', headers };
    expect((await answerTo(new Request(`${site}/demo/token`, init)))?.status).toBe(200);
    expect((await answerTo(new Request(`${site}/demo/identities`)))?.status).toBe(200);
  },
);

test.each([
  ["br, gzip", "br", brotliDecompressSync],
  ["gzip;q=0.8, br;q=0", "gzip", gunzipSync],
  ["identity", null, (body: Buffer) => body],
])("the catalogue comes as accepted (%s), and not again to whoever has it", async (accepted, encoding, read) => {
  const answer = await catalogueIn({ "accept-encoding": accepted });
  expect(answer?.headers.get("content-encoding")).toBe(encoding);
  expect(answer?.headers.get("vary")).toBe("accept-encoding");
  const body = read(Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)));
  expect(JSON.parse(body.toString())).toEqual({
    "House.area": { owner: "housing", share: "CONDITIONAL", level: "L3" },
  });
  const known = { "accept-encoding": accepted, "if-none-match": answer?.headers.get("etag") ?? "" };
  expect((await catalogueIn(known))?.status).toBe(304);
});

test("a catalogue that has changed is sent anew", async () => {
  const before = await catalogueIn({ "accept-encoding": "br" });
  catalogue = { items: new Map([["House.price", item]]) } as unknown as Catalogue;
  const known = { "accept-encoding": "br", "if-none-match": before?.headers.get("etag") ?? "" };
  const after = await catalogueIn(known);
  expect(after?.status).toBe(200);
  expect(brotliDecompressSync(Buffer.from((await after?.arrayBuffer()) ?? new ArrayBuffer(0))).toString()).toContain(
    "House.price",
  );
});
