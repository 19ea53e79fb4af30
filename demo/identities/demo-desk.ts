import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { hubError } from "../../gateway/errors.ts";
import { type HttpAnswer, type HttpRequest, jsonAnswer, type Route } from "../../gateway/front/http.ts";
import { acceptedEncoding, ENCODINGS } from "../../gateway/front/accepted-encoding.ts";
import { createCompress, type Compress } from "../../gateway/front/compress.ts";
import { revalidated } from "../../gateway/front/serve-playground.ts";
import {
  findIdentity,
  findSelf,
  purposesOf,
  readDemoGroups,
  readDemoIdentities,
  selvesOf,
  UnknownIdentity,
  type DemoApp,
  type DemoIdentity,
} from "./demo-identities.ts";

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

/** Gets a token of the hub for an identity, and for the citizen or the firm that asks about itself. @throws UnknownIdentity */
export type TokenFor = (identity: DemoIdentity, self?: string) => Promise<string>;

/** The identity that is asked for; throws `UnknownIdentity` for any that the demo does not have. */
const identityIn = (body: unknown): readonly [DemoIdentity, string | undefined] => {
  const [app, officer, subject] = textsOf(body, ["app", "officer", "subject"]);
  if (app === undefined) throw new UnknownIdentity("Name an app");
  const identity = findIdentity(readDemoIdentities(), app, officer);
  return [identity, subject === undefined ? undefined : findSelf(identity.app, subject)];
};

const parsedIn = async (request: HttpRequest): Promise<unknown> => {
  try {
    return JSON.parse((await request.readBody(LARGEST_BODY)).toString("utf8"));
  } catch {
    return undefined;
  }
};

const giveToken = async (request: HttpRequest, tokenFor: TokenFor): Promise<HttpAnswer> => {
  // Another site's page can send a form across origins, but not JSON.
  if (request.header("content-type")?.startsWith("application/json") !== true)
    return jsonAnswer(415, hubError("HUB_MEDIA_TYPE", {}));
  try {
    return jsonAnswer(200, { token: await tokenFor(...identityIn(await parsedIn(request))) });
  } catch (error) {
    if (error instanceof UnknownIdentity) return jsonAnswer(400, { error: error.message });
    return jsonAnswer(503, { error: error instanceof Error ? error.message : "There is no token at present" });
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
 * The demo's desk, for the playground: who one can be, a token for it, and the catalogue. Only beside the demo's provider, where
 * everybody is whoever they say: loopback only, and never in production.
 */
export function demoDesk(tokenFor: TokenFor, catalogue: () => Catalogue): Route {
  const shownTo = catalogueDesk(catalogue);
  return (request) => {
    if (request.path.startsWith("/demo/") && !isOwn(request)) return FOREIGN;
    switch (`${request.method} ${request.path}`) {
      case "GET /demo/identities":
        return identities();
      case "GET /demo/catalogue.json":
        return shownTo(request);
      case "POST /demo/token":
        return giveToken(request, tokenFor);
      default:
        return undefined;
    }
  };
}
