import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openProvider, type Provider } from "../../../gateway/token/provider.ts";
import { findIdentity, readDemoIdentities, selvesOf } from "../demo-identities.ts";
import { logIn } from "./log-in.ts";
import { demoProvider } from "./settings.ts";
import { findProvider, providerProcess } from "./start-provider.ts";

/* 20.1: the demo's 统一身份认证 is a process of its own; what it gives is measured as the gateway measures it. */

const folder = mkdtempSync(join(tmpdir(), "hub-provider-"));
const provider = providerProcess(folder);
let measure: Provider;
let address: string;
beforeAll(async () => {
  address = await provider.url();
  measure = await openProvider(demoProvider(folder), () => undefined);
});
afterAll(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true });
});

/** Whom the gateway takes a login for, with what it asks departments. */
const personIn = async (token: string, app: string) => {
  const asked: object[] = [];
  const { person } = await measure.personIn(token, app, {
    now: Date.now(),
    whoIs: (login) => {
      asked.push(login);
      return Promise.resolve({ id: "holder", until: null });
    },
  });
  return { person, asked };
};

test("an officer who logs in to an app is who the token says, for that app alone", async () => {
  const token = await logIn(address, "wage-warning", "hr-sun");
  expect(await personIn(token, "wage-warning")).toEqual({
    person: { officer: "hr-sun", division: "411100" },
    asked: [],
  });
  await expect(personIn(token, "rental-check")).rejects.toThrow("the subject_token was not given to this app");
});

test("of a citizen and of a firm it says a login, and never who that is", async () => {
  const issuer = "https://id.demo.invalid";
  const citizen = await logIn(address, "citizen-portal", "u-zhang");
  expect(await personIn(citizen, "citizen-portal")).toEqual({
    person: { subject: "holder" },
    asked: [{ department: "public-security", issuer, login: "u-zhang" }],
  });
  const firm = await logIn(address, "enterprise-portal", "f-shili");
  expect(await personIn(firm, "enterprise-portal")).toEqual({
    person: { enterprise: "holder" },
    asked: [{ department: "enterprise", issuer, login: "f-shili" }],
  });
  for (const app of ["citizen-portal", "enterprise-portal"])
    for (const { id } of selvesOf(findIdentity(readDemoIdentities(), app).app)) {
      const payload = Buffer.from((app === "citizen-portal" ? citizen : firm).split(".")[1] ?? "", "base64url");
      expect(payload.toString()).not.toContain(id);
    }
});

test("nobody logs in to an app whose people they are not of, and no app that the demo does not have", async () => {
  await expect(logIn(address, "citizen-portal", "hr-sun")).rejects.toThrow("HTTP 403");
  await expect(logIn(address, "wage-warning", "u-zhang")).rejects.toThrow("HTTP 403");
  await expect(logIn(address, "no-app", "hr-sun")).rejects.toThrow("HTTP 400");
});

test("a code is worth nothing without its verifier", async () => {
  const begin = new URLSearchParams({
    client_id: "wage-warning",
    redirect_uri: "http://127.0.0.1/logged-in",
    response_type: "code",
    scope: "openid",
  });
  const answer = await fetch(`${address}/auth?${begin.toString()}`, { redirect: "manual" });
  expect(answer.headers.get("location")).toContain("error=invalid_request");
});

test("its page is for people too, and another process finds it", async () => {
  expect(await findProvider(folder)).toBe(address);
  const login = await fetch(`${address}/login/none`);
  expect([login.status, login.headers.get("content-security-policy")]).toEqual([
    400,
    "default-src 'none'; frame-ancestors 'none'",
  ]);
});

test("it is started again where it has ended, with the same key", async () => {
  const before = await logIn(address, "wage-warning", "hr-sun");
  await provider.stop();
  address = await provider.url();
  for (const token of [before, await logIn(address, "wage-warning", "hr-sun")])
    expect((await personIn(token, "wage-warning")).person).toMatchObject({ officer: "hr-sun" });
});
