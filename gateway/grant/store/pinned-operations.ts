import type pg from "pg";
import { contentHash } from "../../../ledger/grants/statement.ts";
import { operationIdOf, type PinnedOperation } from "../../../schema/registered-operation.ts";

/** An operation as the register names it: by the hash of its text, and by that of what was approved of it. */
export interface OperationKey {
  readonly id: string;
  readonly pinned: string;
}

interface Row extends OperationKey, Omit<PinnedOperation, "text"> {
  readonly document: string;
}

/** Operations whose texts are asked for at once. */
const AT_ONCE = 500;

const TEXTS = `select id, pinned, name, document, coordinates, cost, plan from registered_operation
  where id = any($1) and confirmed_at is not null and retired_at is null`;

const keyOf = ({ id, pinned }: OperationKey): string => `${id} ${pinned}`;

/** True for a row whose text and facts are those that its key names, whoever wrote it. */
const isTrue = ({ id, pinned, name, document, coordinates, cost, plan }: Row): boolean =>
  operationIdOf(document) === id && contentHash({ name, coordinates, cost, plan }) === pinned;

/**
 * The operations of all apps, each held once however many apps have it, and read once: a text is what its id says for ever. Nothing of them is
 * parsed here.
 */
export class PinnedOperations {
  #known = new Map<string, PinnedOperation>();

  /**
   * Reads those that are new and forgets those that nobody has any more. Rejects when the database does not answer.
   * @param refuse told of what is not in force, as its row is not what its key names
   */
  async read(
    client: Pick<pg.Client, "query">,
    wanted: readonly OperationKey[],
    refuse: (id: string, reason: string) => void,
  ): Promise<void> {
    const known = new Map<string, PinnedOperation>();
    const missing = new Map<string, OperationKey>();
    for (const key of wanted) {
      const found = this.#known.get(keyOf(key));
      if (found === undefined) missing.set(keyOf(key), key);
      else known.set(keyOf(key), found);
    }
    const ids = [...new Set([...missing.values()].map(({ id }) => id))];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const { rows } = await client.query<Row>(TEXTS, [ids.slice(at, at + AT_ONCE)]);
      for (const row of rows) {
        if (known.has(keyOf(row)) || !missing.has(keyOf(row)) || !isTrue(row)) continue;
        const { id, name, document: text, coordinates, cost, plan } = row;
        known.set(keyOf(row), Object.freeze({ id, name, text, coordinates, cost, plan }));
      }
    }
    for (const [key, { id }] of missing)
      if (!known.has(key)) refuse(id, "its text or facts are not those of its hashes");
    this.#known = known;
  }

  /** The operations of one app by their ids; one that could not be read is not among them. */
  of(keys: readonly OperationKey[]): ReadonlyMap<string, PinnedOperation> {
    return new Map(
      keys.flatMap((key): [string, PinnedOperation][] => {
        const found = this.#known.get(keyOf(key));
        return found === undefined ? [] : [[found.id, found]];
      }),
    );
  }
}
