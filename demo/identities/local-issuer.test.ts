import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "@jest/globals";

import { createAuthenticator } from "../../gateway/authenticate/authenticator.ts";
import { findIdentity, questionOf, readDemoIdentities } from "./demo-identities.ts";
import { openKeyFile } from "../../gateway/authenticate/key-source.ts";
import { LOCAL_ISSUER, openLocalIssuer, refuseLocalIssuer } from "./local-issuer.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-issuer-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a local token is accepted by the keys that the issuer wrote, again after a restart", async () => {
  const issuer = await openLocalIssuer(folder, {});
  const again = await openLocalIssuer(folder, {});
  const authenticator = createAuthenticator({ keys: openKeyFile(issuer.jwksPath), issuer: LOCAL_ISSUER });
  for (const one of [issuer, again]) {
    const token = await one.issue({
      app: "wage-warning",
      department: "human-resources",
      officer: "hr-sun",
    });
    expect(await authenticator(`Bearer ${token}`)).toMatchObject({
      kind: "caller",
      caller: { app: "wage-warning", department: "human-resources", officer: "hr-sun", subject: null },
    });
  }
});

test("two processes that start together share one key", async () => {
  const fresh = join(folder, "together");
  const issuers = await Promise.all(Array.from({ length: 5 }, () => openLocalIssuer(fresh, {})));
  const authenticator = createAuthenticator({ keys: openKeyFile(join(fresh, "issuer", "jwks.json")) });
  for (const issuer of issuers) {
    expect(await authenticator(`Bearer ${await issuer.issue({ app: "a", department: "d" })}`)).toMatchObject({
      kind: "caller",
    });
  }
});

test("nobody else can read the key, and the public file holds none", async () => {
  const { jwksPath } = await openLocalIssuer(folder, {});
  const secret = join(folder, "issuer", "private-key.json");
  expect(statSync(secret).mode & 0o777).toBe(0o600);
  expect(readFileSync(jwksPath, "utf8")).not.toContain('"d"');
  chmodSync(secret, 0o644);
  await expect(openLocalIssuer(folder, {})).rejects.toThrow(/can be read by others/);
  chmodSync(secret, 0o600);
});

test("it refuses production, and a gateway beyond loopback", async () => {
  await expect(openLocalIssuer(folder, { NODE_ENV: "production" })).rejects.toThrow(/production/);
  expect(() => {
    refuseLocalIssuer({}, "0.0.0.0");
  }).toThrow(/loopback only/);
  expect(() => {
    refuseLocalIssuer({}, "::1");
  }).not.toThrow();
});

test("each question names the demo app that asks it, and an unknown app is refused with those that exist", () => {
  const apps = readDemoIdentities();
  expect(apps.slice(0, 6).map((app) => [app.id, app.department, app.purpose, app.operation])).toEqual([
    ["wage-warning", "human-resources", "WAGE_WARNING", "wage-warning"],
    ["rental-check", "housing", "PUBLIC_RENTAL", "public-rental-check"],
    ["subsistence-check", "civil-affairs", "SUBSISTENCE", "subsistence-check"],
    ["pension-audit", "human-resources", "PENSION_AUDIT", "pension-after-death"],
    ["enterprise-360", "enterprise", "FIRM_INSPECTION", "enterprise-360"],
    ["policy-match", "industry-information", "POLICY_MATCH", "policy-match"],
  ]);
  expect(findIdentity(apps, "rental-check", "zj-wang").officer?.division).toBe("411100");
  expect(() => findIdentity(apps, "rental-check", "nobody")).toThrow(/there are: zj-wang/);
  expect(() => findIdentity(apps, "__proto__")).toThrow(/there are: wage-warning/);
});

test("the worked example of a question in CONTRIBUTING.md is one, without a case", () => {
  const [, head = ""] = /```graphql\n((?: *# .*\n)+)/.exec(readFileSync("CONTRIBUTING.md", "utf8")) ?? [];
  expect(questionOf("care-homes", head.replace(/^ +/gm, ""))).toEqual({
    order: 7,
    app: {
      id: "care-homes",
      kind: "APPLICATION",
      name: "养老机构床位",
      department: "human-resources",
      roles: ["app"],
      purpose: "CARE_HOMES",
      operation: "care-homes",
      officers: [{ id: "hr-gu", name: "顾示例（人社局养老科）", division: "411100", roles: ["APPLICANT"] }],
    },
  });
});
