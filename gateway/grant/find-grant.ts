import type { Caller } from "../authenticate/caller.ts";
import { type Grant, purposesOf, compileGrant } from "./compile-grant.ts";
import type { GrantBook } from "./grant-book.ts";
import { GrantsUnavailable } from "./grant-store.ts";
import { registered } from "./register.ts";

const MOST = 20_000;

/** The grant that a caller asked for last. */
interface Latest {
  readonly purpose: string;
  readonly grant: Grant;
}

/**
 * Compiled grants by (book, app, department, division, purpose), each until the moment when one of its grants begins or ends.
 * A new book starts empty, so a revocation is in force with the next request. At most 20,000 are kept. A request asks many
 * times, once per fetch and more, always for the same: the caller's latest is found without building a key.
 */
class GrantCompiler {
  #book: GrantBook | undefined;
  #known = new Map<string, Grant>();
  #latest = new WeakMap<Caller, Latest>();

  grantFor(book: GrantBook, caller: Caller, purpose: string, now: number): Grant {
    if (this.#book !== book || this.#known.size >= MOST) {
      this.#book = book;
      this.#known = new Map();
      this.#latest = new WeakMap();
    }
    const latest = this.#latest.get(caller);
    if (latest?.purpose === purpose && now < latest.grant.validUntil) return latest.grant;
    const grant = this.#shared(book, caller, purpose, now);
    this.#latest.set(caller, { purpose, grant });
    return grant;
  }

  #shared(book: GrantBook, caller: Caller, purpose: string, now: number): Grant {
    const key = JSON.stringify([caller.app, caller.department, caller.division, purpose]);
    const known = this.#known.get(key);
    if (known && now < known.validUntil) return known;
    const grant = compileGrant(book, caller, purpose, now);
    this.#known.set(key, grant);
    return grant;
  }
}

/** The grant of a request, or why there is none. */
type GrantForRequest =
  /** `caller` is who asks as the register has them. */
  | { readonly kind: "grant"; readonly grant: Grant; readonly caller: Caller }
  /** App, officer and department do not fit each other, or the officer is not in office. */
  | { readonly kind: "unfit" }
  | { readonly kind: "purpose-required"; readonly purposes: readonly string[] }
  | { readonly kind: "unavailable" };

/** Finds the grant of a request, from memory. */
export type FindGrant = (caller: Caller, purpose: string | null | undefined, now: number) => GrantForRequest;

const MOST_CHARACTERS = 128;

/** A purpose as stated: trimmed, bounded; undefined when none is. */
const stated = (purpose: string | null | undefined): string | undefined => {
  const text = purpose?.trim() ?? "";
  return text === "" || text.length > MOST_CHARACTERS ? undefined : text;
};

/** The callers as the register of the book in force has them, each looked up once. */
class Standings {
  #book: GrantBook | undefined;
  #known = new WeakMap<Caller, Caller | "unfit">();

  of(book: GrantBook, caller: Caller): Caller | "unfit" {
    if (book.register === undefined) return caller;
    if (this.#book !== book) [this.#book, this.#known] = [book, new WeakMap()];
    const known = this.#known.get(caller) ?? registered(book.register, caller) ?? "unfit";
    this.#known.set(caller, known);
    if (known !== "unfit") this.#known.set(known, known);
    return known;
  }
}

/**
 * Looks grants up for requests. Every data request states a purpose; without one the caller's own purposes are listed.
 * `currentBook` throws `GrantsUnavailable` when the source is out of reach for longer than its bound: that gives nothing.
 */
export function createFindGrant(currentBook: () => GrantBook): FindGrant {
  const compiler = new GrantCompiler();
  const standings = new Standings();
  return (asking, purpose, now) => {
    try {
      const book = currentBook();
      const caller = standings.of(book, asking);
      if (caller === "unfit") return { kind: "unfit" };
      const code = stated(purpose);
      return code === undefined
        ? { kind: "purpose-required", purposes: purposesOf(book, caller, now) }
        : { kind: "grant", grant: compiler.grantFor(book, caller, code, now), caller };
    } catch (error) {
      if (error instanceof GrantsUnavailable) return { kind: "unavailable" };
      throw error;
    }
  };
}
