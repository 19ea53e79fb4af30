import type { Caller } from "../authenticate/caller.ts";
import type { Grant } from "./compile-grant.ts";
import { purposesOf } from "./compile-grant.ts";
import { GrantCompiler } from "./grant-compiler.ts";
import type { GrantBook } from "./grant-book.ts";
import { GrantsUnavailable } from "./grant-store.ts";

/** The grant of a request, or why there is none. */
type GrantForRequest =
  | { readonly kind: "grant"; readonly grant: Grant }
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

/**
 * Looks grants up for requests. Every data request states a purpose; without one the caller's own purposes are listed.
 * `currentBook` throws `GrantsUnavailable` when the source is out of reach for longer than its bound: that gives nothing.
 */
export const createFindGrant = (currentBook: () => GrantBook): FindGrant => {
  const compiler = new GrantCompiler();
  return (caller, purpose, now) => {
    try {
      const book = currentBook();
      const code = stated(purpose);
      return code === undefined
        ? { kind: "purpose-required", purposes: purposesOf(book, caller, now) }
        : { kind: "grant", grant: compiler.grantFor(book, caller, code, now) };
    } catch (error) {
      if (error instanceof GrantsUnavailable) return { kind: "unavailable" };
      throw error;
    }
  };
};
