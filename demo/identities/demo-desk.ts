import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { hubError } from "../../gateway/errors.ts";
import { readBody } from "../../gateway/front/read-body.ts";
import { acceptedEncoding, ENCODINGS } from "../../gateway/front/accepted-encoding.ts";
import { createCompress, type Compress } from "../../gateway/front/compress.ts";
import { revalidated } from "../../gateway/front/revalidated.ts";
import type { HubPlugin, Step } from "../../gateway/step.ts";
import {
  claimsOf,
  findCitizen,
  findIdentity,
  purposesOf,
  readDemoGroups,
  readDemoIdentities,
  UnknownIdentity,
  type DemoApp,
} from "./demo-identities.ts";
import type { LocalClaims, LocalIssuer } from "./local-issuer.ts";

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });

const shown = (app: DemoApp, heading: string) => ({
  app: app.id,
  kind: app.kind,
  heading,
  name: app.name,
  department: app.department,
  officers: app.officers.map(({ id, name, roles }) => ({ id, name, roles })),
  citizens: (app.citizens ?? []).map(({ subject, name }) => ({ id: subject, name })),
  purposes: purposesOf(app).map(({ code, name }) => ({ code, name: `${name} ${code}` })),
});

const identities = (): Response =>
  json(
    200,
    readDemoGroups().flatMap(([heading, apps]) => apps.map((app) => shown(app, heading))),
  );

const shownCatalogue = ({ items }: Catalogue): Buffer =>
  Buffer.from(
    JSON.stringify(
      Object.fromEntries(
        [...items].map(([coordinate, { owner, share, level, mask }]) => [
          coordinate,
          { owner, share, level, ...(mask === null ? {} : { mask }) },
        ]),
      ),
    ),
  );

/** The catalogue is public and the same for everybody, so it may be compressed; written anew only after it has changed. */
const catalogueDesk = (current: () => Catalogue): ((request: Request) => Promise<Response>) => {
  const texts = new WeakMap<Catalogue, Buffer>();
  const compress: Compress = createCompress(ENCODINGS.length);
  return async (request) => {
    const catalogue = current();
    const text = texts.get(catalogue) ?? shownCatalogue(catalogue);
    texts.set(catalogue, text);
    const encoding = acceptedEncoding(request);
    const body = encoding === undefined ? text : await compress(text, encoding);
    return revalidated(request, body, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-cache",
      vary: "accept-encoding",
      ...(encoding && { "content-encoding": encoding }),
    });
  };
};

const LARGEST_BODY = 1_000;

/** The texts of a body under these names; undefined where there is no text. */
const textsOf = (body: unknown, names: readonly string[]): readonly (string | undefined)[] => {
  const fields = { ...(body as Readonly<Record<string, unknown>> | null) };
  return names.map((name) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === "string" ? value : undefined;
  });
};

/** Claims of the identity that is asked for; throws `UnknownIdentity` for any that the demo does not have. */
const claimsFor = (body: unknown): LocalClaims => {
  const [app, officer, subject] = textsOf(body, ["app", "officer", "subject"]);
  if (app === undefined) throw new UnknownIdentity("Name an app");
  const identity = findIdentity(readDemoIdentities(), app, officer);
  return claimsOf(identity, subject === undefined ? undefined : findCitizen(identity.app, subject));
};

const issueToken = async (request: Request, issuer: LocalIssuer): Promise<Response> => {
  // Another site's page can send a form across origins, but not JSON.
  if (!request.headers.get("content-type")?.startsWith("application/json"))
    return json(415, hubError("HUB_MEDIA_TYPE", {}));
  try {
    const body = (await readBody(request, undefined, LARGEST_BODY)).toString("utf8");
    return json(200, { token: await issuer.issue(claimsFor(JSON.parse(body))) });
  } catch (error) {
    return json(400, { error: error instanceof UnknownIdentity ? error.message : "The body is not understood" });
  }
};

/**
 * The demo's desk, for the playground: who one can be, a token for it, and the catalogue. Only beside a local issuer, which
 * serves loopback and refuses production.
 */
export function demoDesk(issuer: LocalIssuer, catalogue: () => Catalogue): Step {
  const shownTo = catalogueDesk(catalogue);
  const plugin: HubPlugin = {
    onRequest: async (event) => {
      const { request, url } = event;
      if (request.method === "GET" && url.pathname === "/demo/identities") event.endResponse(identities());
      else if (request.method === "GET" && url.pathname === "/demo/catalogue.json")
        event.endResponse(await shownTo(request));
      else if (request.method === "POST" && url.pathname === "/demo/token")
        event.endResponse(await issueToken(request, issuer));
    },
  };
  return () => ({ plugins: [plugin] });
}
