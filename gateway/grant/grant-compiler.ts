import type { Caller } from "../authenticate/caller.ts";
import { compileGrant, type Grant } from "./compile-grant.ts";
import type { GrantBook } from "./grant-book.ts";

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
export class GrantCompiler {
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
