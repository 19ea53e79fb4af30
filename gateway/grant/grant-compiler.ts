import type { Caller } from "../authenticate/caller.ts";
import { compileGrant, type Grant } from "./compile-grant.ts";
import type { GrantBook } from "./grant-book.ts";

const MOST = 20_000;

/**
 * Compiled grants by (book, app, department, division, purpose), each until the moment when one of its grants begins or ends.
 * A new book starts empty, so a revocation is in force with the next request. At most 20,000 are kept.
 */
export class GrantCompiler {
  #book: GrantBook | undefined;
  #known = new Map<string, Grant>();

  grantFor(book: GrantBook, caller: Caller, purpose: string, now: number): Grant {
    if (this.#book !== book || this.#known.size >= MOST) {
      this.#book = book;
      this.#known = new Map();
    }
    const key = JSON.stringify([caller.app, caller.department, caller.division, purpose]);
    const known = this.#known.get(key);
    if (known && now < known.validUntil) return known;
    const grant = compileGrant(book, caller, purpose, now);
    this.#known.set(key, grant);
    return grant;
  }
}
