import { requestToken, type TokenHolder } from "./demo-identity.ts";

/** Seconds before its end at which a token is no longer used. */
const MARGIN = 10;

interface Held {
  readonly token: Promise<string>;
  readonly until: Promise<number>;
}

/** Tokens of the local issuer, asked for when first needed and kept in memory until shortly before they expire. */
export class Tokens {
  readonly #held = new Map<string, Held>();

  /** @throws Error in words for the result pane, when the issuer refuses */
  async get({ app, officer, citizen }: TokenHolder): Promise<string> {
    const key = JSON.stringify([app, officer, citizen]);
    const held = this.#held.get(key);
    if (held !== undefined && (await held.until) > Date.now()) return held.token;
    const token = requestToken({ app, officer, citizen });
    this.#held.set(key, { token, until: token.then(endOf, () => 0) });
    return token;
  }

  /** Forgets every token: the gateway has refused one. */
  clear(): void {
    this.#held.clear();
  }
}

/** When a JWT stops being used, in milliseconds since 1970; a token that cannot be read is used once. */
function endOf(token: string): number {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === "number" ? (exp - MARGIN) * 1000 : 0;
  } catch {
    return 0;
  }
}
