import { notFound, type Thing } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { MatterView } from "./decide.ts";
import type { Matter, StateOf } from "./states.ts";

/** Somebody else changed the matter between reading and writing: the step starts anew. */
export class ConcurrentChange extends Error {}

/** Checks that an update by version found its row. @throws ConcurrentChange */
export function assertUnchanged({ count }: { readonly count: number }): void {
  if (count !== 1) throw new ConcurrentChange();
}

type Stateful =
  | "application"
  | "review"
  | "extension"
  | "grant"
  | "emergencyStop"
  | "bar"
  | "correction"
  | "dispute"
  | "catalogueChange"
  | "catalogueUpdate"
  | "catalogueDescription"
  | "incident"
  | "joinedSource"
  | "sourcePublication";
type Reading = "findUnique" | "findUniqueOrThrow" | "findFirst" | "findMany" | "count" | "groupBy";

/** The transaction as effects have it: matters with a state can be read; only the machine writes them. */
export type StepTransaction = Omit<Prisma.TransactionClient, Stateful | `$${string}`> & {
  readonly [Table in Stateful]: Pick<Prisma.TransactionClient[Table], Reading>;
};

/** Data without what the machine alone sets. */
export type Stateless<Data> = Omit<Data, "state" | "version"> & { readonly state?: never; readonly version?: never };

/** The part of a matter that the state machine decides by, with the number by which events name it. */
type NumberedView = MatterView & { readonly id: string | number };

/**
 * A kind of matter: how its rows are created and written, with the state that the machine gives. `Row` is what a step loads of it, `Made` a row just created,
 * `Creation` and `Change` what an effect states beside the state.
 */
export interface MatterKind<M extends Matter, Row, Made, Creation, Change> {
  readonly name: M;
  readonly view: (row: Row) => NumberedView;
  readonly create: (
    tx: Prisma.TransactionClient,
    data: Stateless<Creation>,
    state: StateOf<M>,
  ) => Promise<{ readonly made: Made; readonly id: string | number }>;
  /** Writes by version. @throws ConcurrentChange */
  readonly write: (tx: Prisma.TransactionClient, row: Row, data: Stateless<Change>, state: StateOf<M>) => Promise<void>;
}

/**
 * Number behind an id argument; grants are written `G12`, as receipts write them.
 * @throws HUB_NOT_FOUND for what cannot be a number of this database
 */
export function numberOf(id: string | number, what: Thing): number {
  const text = String(id).replace(/^G(?=\d)/, "");
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text)) throw notFound(what);
  return number;
}
