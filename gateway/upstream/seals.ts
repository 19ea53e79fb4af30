import { createSealer, type Sealer } from "../../schema/envelope/seal.ts";
import type { SealKey } from "../../schema/envelope/seal-keys.ts";

/** Keys as they are now, the one that is used first. */
type Keys = () => readonly SealKey[];

/** The keys under which fetches and answers are sealed. */
export interface SealOptions {
  /** The hub's private keys. */
  readonly own: Keys;
  /** Each department's public keys, by its name in the supergraph. */
  readonly departments: ReadonlyMap<string, Keys>;
  /** Departments that have no key, and are meant to have none. */
  readonly unsealed: ReadonlySet<string>;
}

/**
 * The sealers of a supergraph's departments.
 * @throws when a department has neither a key nor leave to go without: a fetch must not be open by an oversight
 */
export function sealersFor(
  subgraphs: Iterable<string>,
  { own, departments, unsealed }: SealOptions,
): ReadonlyMap<string, Sealer> {
  const names = [...subgraphs];
  const without = names.filter((name) => !departments.has(name) && !unsealed.has(name));
  if (without.length > 0) {
    throw new Error(
      `No key of ${without.join(", ")}: give --department-key NAME=FILE, or --unsealed NAME for a department without one.`,
    );
  }
  const sealers = new Map<string, Sealer>();
  for (const department of names) {
    const theirs = departments.get(department);
    if (theirs !== undefined) sealers.set(department, createSealer({ department, own, theirs }));
  }
  return sealers;
}
