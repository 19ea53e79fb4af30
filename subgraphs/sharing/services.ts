import type { PrismaClient } from "./generated/prisma/client.ts";
import type { CatalogueView } from "./catalogue/catalogue-view.ts";
import type { Limits } from "./clock/limits.ts";
import type { OnEvent } from "./event.ts";

/** Services that the workflow needs beside its database. */
export interface SharingServices {
  /** The catalogue in force. */
  readonly catalogue: () => CatalogueView;
  readonly limits: Limits;
  readonly now: () => Date;
  /** Another clock, of which nothing that is suspended by time alone is suspended while it disagrees with `now`: the database's. */
  readonly secondClock: (database: PrismaClient) => Promise<Date>;
  /** Days in which the sides of a grant from before make up for a missing impact assessment. */
  readonly assessmentDays: number;
  /**
   * Appends a step to the ledger, before the step is committed: when it rejects, the step does not happen (fail closed).
   * When the commit fails afterwards the ledger holds a step that did not happen, never the other way round.
   */
  readonly onEvent: OnEvent;
  /**
   * True while the ledger states the entries of all these parties in the register with exactly this content (`partyHash`, by identifier). Absent
   * where there is no ledger: then the register is believed. Rejects when the ledger does not answer.
   */
  readonly areStated?: (parties: ReadonlyMap<string, string>) => Promise<boolean>;
  /** Told when lapses could not be recorded; they are tried again. MUST NOT throw. */
  readonly report: (error: unknown) => void;
  /** Receipts of the disclosures that carried a subject's value of a coordinate to a department, newest first. */
  readonly disclosuresOf: (query: {
    readonly coordinate: string;
    readonly subject: string;
    readonly department: string;
  }) => Promise<readonly string[]>;
}

const services = new WeakMap<PrismaClient, SharingServices>();

/** Ties services to a database client for as long as it lives. @returns the client */
export function withServices(client: PrismaClient, own: SharingServices): PrismaClient {
  services.set(client, Object.freeze(own));
  return client;
}

/** The services of a client. @throws when the client was opened without any: a mistake in the wiring */
export function servicesOf(client: PrismaClient): SharingServices {
  const own = services.get(client);
  if (own === undefined) throw new Error("The sharing database was opened without services");
  return own;
}
