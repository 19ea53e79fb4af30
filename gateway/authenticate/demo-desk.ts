import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { hubError } from "../errors.ts";
import { readBody } from "../limit/read-body.ts";
import type { HubPlugin, Step } from "../step.ts";
import { findIdentity, readDemoIdentities, UnknownIdentity } from "./demo-identities.ts";
import type { LocalIssuer } from "./local-issuer.ts";

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });

const identities = (): Response =>
  json(
    200,
    readDemoIdentities().map(({ id, name, department, officers, purpose }) => ({
      app: id,
      name,
      department,
      officers: officers.map((officer) => ({ id: officer.id, name: officer.name })),
      purposes: [{ code: purpose, name: `${name} ${purpose}` }],
    })),
  );

const catalogueOf = ({ items }: Catalogue): Response =>
  json(
    200,
    Object.fromEntries(
      [...items].map(([coordinate, { owner, share, level, mask }]) => [
        coordinate,
        { owner, share, level, ...(mask === null ? {} : { mask }) },
      ]),
    ),
  );

const LARGEST_BODY = 1_000;

const asked = async (request: Request): Promise<{ readonly app: string; readonly officer: string | undefined }> => {
  const body = JSON.parse((await readBody(request, undefined, LARGEST_BODY)).toString("utf8")) as unknown;
  const { app, officer } = { ...(body as { readonly app?: unknown; readonly officer?: unknown } | null) };
  if (typeof app !== "string") throw new UnknownIdentity("Name an app");
  return { app, officer: typeof officer === "string" ? officer : undefined };
};

const issueToken = async (request: Request, issuer: LocalIssuer): Promise<Response> => {
  // Another site's page can send a form across origins, but not JSON.
  if (!request.headers.get("content-type")?.startsWith("application/json"))
    return json(415, hubError("HUB_MEDIA_TYPE", {}));
  try {
    const { app: appId, officer: officerId } = await asked(request);
    const { app, officer } = findIdentity(readDemoIdentities(), appId, officerId);
    const token = await issuer.issue({
      app: app.id,
      department: app.department,
      roles: app.roles,
      ...(officer ? { officer: officer.id, division: officer.division } : {}),
    });
    return json(200, { token });
  } catch (error) {
    return json(400, { error: error instanceof UnknownIdentity ? error.message : "The body is not understood" });
  }
};

/**
 * The demo's desk, for the playground: who one can be, a token for it, and the catalogue. Only beside a local issuer, which
 * serves loopback and refuses production.
 */
export const demoDesk = (issuer: LocalIssuer, catalogue: () => Catalogue): Step => {
  const plugin: HubPlugin = {
    onRequest: async (event) => {
      const { request, url } = event;
      if (request.method === "GET" && url.pathname === "/demo/identities") event.endResponse(identities());
      else if (request.method === "GET" && url.pathname === "/demo/catalogue.json")
        event.endResponse(catalogueOf(catalogue()));
      else if (request.method === "POST" && url.pathname === "/demo/token")
        event.endResponse(await issueToken(request, issuer));
    },
  };
  return () => ({ plugins: [plugin] });
};
