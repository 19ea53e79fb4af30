import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { defaultLimits } from "../config.ts";
import { Exchange, type Hub } from "../exchange.ts";
import { requestInProcess } from "../front/in-process.ts";
import { readBody } from "../front/read-body.ts";
import { writeAnswer } from "../front/write-answer.ts";
import { startTrace } from "../release/trace.ts";
import { compose } from "../step.ts";
import { authenticate } from "./authenticate.ts";
import { createAuthenticator } from "./authenticator.ts";
import { openTestIssuer } from "./fixtures/test-issuer.ts";
import { openKeyFile } from "./key-source.ts";

test("the caller is known to every operation of a batch; without a token, or with a bad one, the whole request is refused with 401", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hub-step-"));
  const issuer = await openTestIssuer(folder);
  const seen: (string | undefined)[] = [];
  const hub = {
    governance: { authenticator: createAuthenticator({ keys: openKeyFile(issuer.jwksPath) }) },
    limits: defaultLimits,
  } as unknown as Hub;
  const run = compose([authenticate, readBody], ({ caller }) => {
    seen.push(caller?.app);
    return { errors: [] };
  });
  const ask = (body: unknown, authorization?: string) => {
    const request = new Request("http://gateway.test/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
      body: JSON.stringify(body),
    });
    return run(new Exchange(hub, requestInProcess(request), startTrace(undefined)));
  };
  const query = { query: "{ __typename }" };
  const authorization = `Bearer ${await issuer.issue({ app: "wage-warning", department: "human-resources" })}`;
  await ask([query, query], authorization);
  expect((await ask(query)).errors).toMatchObject([
    { message: "No valid credentials: a bearer token is expected.", extensions: { code: "HUB_UNAUTHENTICATED" } },
  ]);
  expect(seen).toEqual(["wage-warning", "wage-warning"]);
  const refused = await ask("not even JSON to read", "Bearer x.y.z");
  expect(writeAnswer(refused, { header: () => null }).status).toBe(401);
  expect(refused.errors).toMatchObject([
    { message: "No valid credentials: the token is not valid.", extensions: { code: "HUB_UNAUTHENTICATED" } },
  ]);
  expect(seen).toHaveLength(2);
  rmSync(folder, { recursive: true });
});
