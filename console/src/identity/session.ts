import { type AskedBy, type Caller, NOBODY, sharingHeaders, withApp } from "./caller.ts";
import { type DemoIdentity, requestToken, type TokenHolder } from "./demo-identity.ts";

/**
 * The caller of every tab. A tab keeps what was chosen in it; a tab seen for the first time takes what its
 * question asks for, or else what was chosen last. Readers subscribe; everything lives in memory.
 */
export class Session {
  readonly identities: readonly DemoIdentity[] | undefined;
  readonly #tokens = new Tokens();
  readonly #callers = new Map<string, Caller>();
  readonly #listeners = new Set<() => void>();
  #tab = "";
  #caller: Caller = NOBODY;

  constructor(identities: readonly DemoIdentity[] | undefined) {
    this.identities = identities;
    const first = identities?.[0];
    if (first !== undefined) this.#caller = withApp(NOBODY, first);
  }

  /** The caller of the active tab; the same object until it changes. */
  readonly current = (): Caller => this.#caller;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** True when this tab was entered last. */
  isIn(tab: string): boolean {
    return tab === this.#tab;
  }

  /** The user went to another tab. */
  enterTab(tab: string, asked: AskedBy): void {
    if (tab === this.#tab) return;
    this.#tab = tab;
    this.#become(this.#callers.get(tab) ?? this.#askedBy(asked));
  }

  /** The user chose something in the toolbar. */
  choose(change: Partial<Caller>): void {
    this.#become({ ...this.#caller, ...change });
    this.#callers.set(this.#tab, this.#caller);
  }

  /** The user chose a demo identity; officer and purpose follow it. */
  chooseApp(app: string): void {
    const identity = this.identities?.find((known) => known.app === app);
    if (identity !== undefined) this.choose(withApp(this.#caller, identity));
  }

  /** The officer of a department's sharing body who holds a role in the register, as who a tab can be asked. */
  readonly officeOf = (department: string, role: string): AskedBy => {
    const office = this.identities?.find((known) => known.kind === "OFFICE" && known.department === department);
    const officer = office?.officers.find(({ roles }) => roles.includes(role))?.code;
    return { app: office?.app, officer, purpose: office?.purposes[0]?.code };
  };

  /**
   * The headers of a request by the active tab's caller.
   * @param change what is different this once
   * @throws Error in words for the result pane, when the local issuer gives no token
   */
  async headers(change: Partial<Caller> = {}): Promise<Readonly<Record<string, string>>> {
    const caller = { ...this.#caller, ...change };
    const token = caller.app === "" ? caller.token : await this.#tokens.get(caller);
    return { ...sharingHeaders(caller), ...(token === "" ? {} : { authorization: `Bearer ${token}` }) };
  }

  /** The gateway did not accept the token. */
  refused(): void {
    this.#tokens.clear();
  }

  #askedBy(asked: AskedBy): Caller {
    const identity = this.identities?.find(({ app }) => app === asked.app);
    if (identity !== undefined) return withApp(this.#caller, identity, asked);
    return this.identities === undefined && asked.purpose !== undefined
      ? { ...this.#caller, purpose: asked.purpose }
      : this.#caller;
  }

  #become(caller: Caller): void {
    this.#caller = caller;
    for (const listener of this.#listeners) listener();
  }
}

/** Seconds before its end at which a token is no longer used. */
const MARGIN = 10;

interface Held {
  readonly token: Promise<string>;
  readonly until: Promise<number>;
}

/** Tokens of the local issuer, asked for when first needed and kept in memory until shortly before they expire. */
class Tokens {
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
