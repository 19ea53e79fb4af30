import type { Caller } from "../authenticate/caller.ts";
import { type Asking, compileGrant, type Grant, lackOf, purposesOf } from "./compile-grant.ts";
import type { GrantBook } from "./grant-book.ts";
import type { Lack } from "./grant.ts";
import { GrantsUnavailable } from "./store/grant-store.ts";
import { type OnDenied, registered } from "./register.ts";

const MOST = 20_000;

/** The grant that a caller asked for last. */
interface Latest {
  readonly purpose: string;
  readonly lack: Lack;
  readonly isExport: boolean;
  readonly grant: Grant;
}

/**
 * Compiled grants by (book, app, department, division, purpose, lack, whether it is exported), each until the moment when one of its grants begins or ends.
 * A new book starts empty, so a revocation is in force with the next request. At most 20,000 are kept. A request asks many
 * times, once per fetch and more, always for the same: the caller's latest is found without building a key.
 */
class GrantCompiler {
  #book: GrantBook | undefined;
  #known = new Map<string, Grant>();
  #latest = new WeakMap<Caller, Latest>();

  grantFor(book: GrantBook, asking: Asking & { readonly caller: Caller }, now: number): Grant {
    if (this.#book !== book || this.#known.size >= MOST) {
      this.#book = book;
      this.#known = new Map();
      this.#latest = new WeakMap();
    }
    const { caller, purpose, isExport = false } = asking;
    const lack = lackOf(asking);
    const latest = this.#latest.get(caller);
    const isSame = latest?.purpose === purpose && latest.lack === lack && latest.isExport === isExport;
    if (isSame && now < latest.grant.validUntil) return latest.grant;
    const grant = this.#shared(book, asking, lack, now);
    this.#latest.set(caller, { purpose, lack, isExport, grant });
    return grant;
  }

  #shared(book: GrantBook, asking: Asking, lack: Lack, now: number): Grant {
    const { app, department, division } = asking.caller;
    const key = JSON.stringify([app, department, division, asking.purpose, lack, asking.isExport === true]);
    const known = this.#known.get(key);
    if (known && now < known.validUntil) return known;
    const grant = compileGrant(book, asking, now);
    this.#known.set(key, grant);
    return grant;
  }
}

/** The grant of a request, or why there is none. */
type GrantForRequest =
  /** `caller` is who asks as the register has them. */
  | {
      readonly kind: "grant";
      readonly grant: Grant;
      readonly caller: Caller;
      /** What the app is registered with; undefined where there is no register. */
      readonly onDenied: OnDenied | undefined;
    }
  /** App, officer and department do not fit each other, or the officer is not in office. */
  | { readonly kind: "unfit" }
  | { readonly kind: "purpose-required"; readonly purposes: readonly string[] }
  | { readonly kind: "unavailable" };

/** A request as it is sent, before anything is known of its purpose. */
export interface AskedFor extends Pick<Asking, "caseNumber" | "isExport"> {
  readonly caller: Caller;
  readonly purpose: string | null | undefined;
}

/** Finds the grant of a request, from memory. */
export type FindGrant = (asked: AskedFor, now: number) => GrantForRequest;

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
  return ({ caller: asking, purpose, caseNumber, isExport = false }, now) => {
    try {
      const book = currentBook();
      const caller = standings.of(book, asking);
      if (caller === "unfit") return { kind: "unfit" };
      const code = stated(purpose);
      if (code === undefined) return { kind: "purpose-required", purposes: purposesOf(book, caller, now) };
      const grant = compiler.grantFor(book, { caller, purpose: code, caseNumber, isExport }, now);
      return { kind: "grant", grant, caller, onDenied: book.register?.apps.get(caller.app)?.onDenied };
    } catch (error) {
      if (error instanceof GrantsUnavailable) return { kind: "unavailable" };
      throw error;
    }
  };
}
