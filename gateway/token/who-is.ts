import { heldSchema, LOGIN_PATH, LOGIN_PURPOSE, LOGIN_QUERY, type LoginHolder } from "../../schema/envelope/login.ts";
import { Malformed, parse } from "../../schema/parse.ts";
import type { Governance } from "../decide/create-governance.ts";
import type { Upstream } from "../upstream/create-upstream.ts";
import { TokenRefused } from "./token-refused.ts";

/** Somebody's name at the city's provider, and the department whose register has them. */
interface Login {
  readonly department: string;
  readonly issuer: string;
  readonly login: string;
}

/**
 * The holder of a login, asked of the department each time, so that one which it ends is nobody's at once; null: nobody.
 * @throws TokenRefused temporarily_unavailable when the department gives no answer that can be used
 */
export type WhoIs = (login: Login) => Promise<LoginHolder | null>;

const BOUNDARY = { code: "HUB_SUBGRAPH_INVALID_ANSWER", quotes: false };

const unavailable = (): TokenRefused =>
  new TokenRefused("temporarily_unavailable", "the department that knows this login does not answer");

/** Asks departments whose a login is, by envelopes of the hub's own and sealed like any fetch: nobody else is answered there. */
export function askWhoIs(upstream: Pick<Upstream, "askAtDoor">, attach: Governance["attachOwn"]): WhoIs {
  const question = { query: LOGIN_QUERY, purpose: LOGIN_PURPOSE };
  return async ({ department, issuer, login }) => {
    const { data, errors } = await upstream.askAtDoor(department, {
      path: LOGIN_PATH,
      body: JSON.stringify({ query: LOGIN_QUERY, issuer, login }),
      headers: async () => (await attach?.(department, question)) ?? {},
    });
    if (errors !== undefined) throw unavailable();
    try {
      return parse(heldSchema, data, "holder", BOUNDARY).holder;
    } catch (error) {
      if (error instanceof Malformed) throw unavailable();
      throw error;
    }
  };
}
