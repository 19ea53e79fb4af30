import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { pino } from "pino";

import { contextOf } from "../context.ts";
import { createGateway } from "../create-gateway.ts";
import { shop } from "../execute/fixtures/shop.ts";
import { createAuthenticateStep } from "./authenticate.ts";
import { createAuthenticator } from "./authenticator.ts";
import { openTestIssuer } from "./fixtures/test-issuer.ts";
import { openKeyFile } from "./key-source.ts";
import { callerOf } from "./request-caller.ts";

test("the caller is known to every operation of a batch; a bad token refuses the whole request with 401", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hub-step-"));
  const issuer = await openTestIssuer(folder);
  const seen: (string | undefined)[] = [];
  const gateway = await createGateway({
    supergraph: { sdl: shop().supergraphSdl },
    logger: pino({ level: "silent" }),
    steps: [
      createAuthenticateStep(createAuthenticator({ keys: openKeyFile(issuer.jwksPath) })),
      () => ({
        plugins: [
          {
            onExecute: ({ args }) => {
              seen.push(callerOf(contextOf(args.contextValue as object))?.app);
            },
          },
        ],
      }),
    ],
  });
  const ask = (body: unknown, authorization?: string): Promise<Response> =>
    gateway.fetch(
      new Request("http://gateway.test/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify(body),
      }),
    );
  const query = { query: "{ __typename }" };
  const authorization = `Bearer ${await issuer.issue({ app: "wage-warning", department: "human-resources" })}`;
  await ask([query, query], authorization);
  await ask(query);
  expect(seen).toEqual(["wage-warning", "wage-warning", undefined]);
  const refused = await ask("not even JSON to read", "Bearer x.y.z");
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({
    errors: [{ message: "No valid credentials: the token is not valid.", extensions: { code: "HUB_UNAUTHENTICATED" } }],
  });
  expect(seen).toHaveLength(3);
  await gateway.close();
  rmSync(folder, { recursive: true });
});
