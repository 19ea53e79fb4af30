import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { hubError } from "../../gateway/errors.ts";
import { type HttpAnswer, type HttpRequest, jsonAnswer, type Route } from "../../gateway/front/http.ts";
import { acceptedEncoding, ENCODINGS } from "../../gateway/front/accepted-encoding.ts";
import { createCompress, type Compress } from "../../gateway/front/compress.ts";
import { revalidated } from "../../gateway/front/serve-playground.ts";
import {
  claimsOf,
  findIdentity,
  findSelf,
  purposesOf,
  readDemoGroups,
  readDemoIdentities,
  selvesOf,
  UnknownIdentity,
  type DemoApp,
} from "./demo-identities.ts";
import type { LocalClaims, LocalIssuer } from "./local-issuer.ts";

const shown = (app: DemoApp, heading: string) => ({
  app: app.id,
  kind: app.kind,
  heading,
  name: app.name,
  department: app.department,
  officers: app.officers.map(({ id, name, roles }) => ({ id, name, roles })),
  citizens: selvesOf(app),
  ...(app.case === undefined ? {} : { case: app.case }),
  purposes: purposesOf(app).map(({ code, name }) => ({ code, name: `${name} ${code}` })),
});

const identities = (): HttpAnswer =>
  jsonAnswer(
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
const catalogueDesk = (current: () => Catalogue): ((request: HttpRequest) => Promise<HttpAnswer>) => {
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

/** The texts of a body under these names. */
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
  return claimsOf(identity, subject === undefined ? undefined : findSelf(identity.app, subject));
};

const issueToken = async (request: HttpRequest, issuer: LocalIssuer): Promise<HttpAnswer> => {
  // Another site's page can send a form across origins, but not JSON.
  if (request.header("content-type")?.startsWith("application/json") !== true)
    return jsonAnswer(415, hubError("HUB_MEDIA_TYPE", {}));
  try {
    const body = (await request.readBody(LARGEST_BODY)).toString("utf8");
    return jsonAnswer(200, { token: await issuer.issue(claimsFor(JSON.parse(body))) });
  } catch (error) {
    return jsonAnswer(400, { error: error instanceof UnknownIdentity ? error.message : "The body is not understood" });
  }
};

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * True for a request that comes from the playground's own page, or from no page at all. Another name for 127.0.0.1 is how a foreign
 * page reaches a loopback service (DNS rebinding): the name that the browser used is in `Host`, the page's own in `Origin`.
 */
const isOwn = ({ header }: HttpRequest): boolean => {
  const [host, origin] = [header("host"), header("origin")];
  return host !== null && LOOPBACK.test(host) && (origin === null || origin === `http://${host}`);
};

const FOREIGN = jsonAnswer(403, { error: "The demo's desk answers loopback names and its own page only" });

/**
 * The demo's desk, for the playground: who one can be, a token for it, and the catalogue. Only beside a local issuer, which
 * serves loopback and refuses production.
 */
export function demoDesk(issuer: LocalIssuer, catalogue: () => Catalogue): Route {
  const shownTo = catalogueDesk(catalogue);
  return (request) => {
    if (request.path.startsWith("/demo/") && !isOwn(request)) return FOREIGN;
    switch (`${request.method} ${request.path}`) {
      case "GET /demo/identities":
        return identities();
      case "GET /demo/catalogue.json":
        return shownTo(request);
      case "POST /demo/token":
        return issueToken(request, issuer);
      default:
        return undefined;
    }
  };
}
