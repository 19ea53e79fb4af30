import { join } from "node:path";
import { pino } from "pino";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import { openGovernance } from "../../gateway/grant/open-governance.ts";
import { createRegister, type RegisteredApp } from "../../gateway/grant/register.ts";
import { openTokenDesk } from "../../gateway/token/open-token-desk.ts";
import { readAppKeys } from "../../schema/app-keys.ts";
import { tellUsage } from "../usage.ts";

/** What the bench tells its gateway. */
export interface TokenGateway {
  readonly database: string;
  /** Folder of the tokens' key. */
  readonly folder: string;
  readonly issuer: string;
  /** Public halves by app. */
  readonly apps: Readonly<Record<string, object>>;
  readonly officers: readonly string[];
  /** The provider's settings, with the file of its keys. */
  readonly provider: { readonly issuer: string; readonly jwks: string; readonly claims: { readonly officer: string } };
}

/*
 * One gateway that gives tokens: the endpoint, its register, the spent assertions and the counters in PostgreSQL are the product's; the register
 * is read once, from the bench.
 */

const DEPARTMENT = "bench";
const SDL = `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
scalar link__Import
scalar join__FieldSet
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph { BENCH @join__graph(name: "bench", url: "http://127.0.0.1:1/") }
type Query @join__type(graph: BENCH) { nothing: String }`;

const main = async ({ database, folder, issuer, apps, officers, provider }: TokenGateway): Promise<void> => {
  const logger = pino({ level: "silent" });
  const registered = Object.entries(apps).map(([id, jwk]): [string, RegisteredApp] => [
    id,
    {
      department: DEPARTMENT,
      onDenied: "tell",
      origins: [],
      keys: readAppKeys({ keys: [jwk] }),
      operations: new Map(),
    },
  ]);
  const officer = { department: DEPARTMENT, area: "411100", roles: ["APPLICANT"] };
  const register = createRegister(new Map(officers.map((id) => [id, officer])), new Map(registered));
  const book = createGrantBook([], { register });
  const tokens = { issuer, key: await openSigningKey(join(folder, "tokens")) };
  const governance = await openGovernance({
    grants: () => ({ current: () => book, reload: () => undefined, close: () => Promise.resolve() }),
    tokens,
    logger,
  });
  const desk = await openTokenDesk({ tokens, governance, database, provider, logger });
  const gateway = await createGateway({ supergraph: { sdl: SDL }, governance, tokenDesk: desk.serve, logger });
  const { url } = await gateway.listen({ port: 0 });
  tellUsage();
  process.send?.({ url: new URL(url).origin });
};

await main(JSON.parse(process.argv[2] ?? "") as TokenGateway);
