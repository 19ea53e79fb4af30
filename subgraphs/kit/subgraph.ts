import { PrismaPg } from "@prisma/adapter-pg";
import type { GraphQLSchema } from "graphql";
import type { Registry } from "prom-client";
import type { QualityEvidence } from "../../schema/envelope/quality.ts";
import type { AskHub } from "./ask-hub.ts";
import { DEPARTMENTS, SERVICES } from "./departments.ts";
import type { LoginHolders } from "./logins/logins.ts";
import { BOUNDS, openStatements, type Statements } from "./postgres/statements.ts";
import type { VerificationRule } from "./quality/verification-rule.ts";

/** A Prisma client, or what reads a source, as far as serving needs to know it. */
export interface DatabaseClient {
  $disconnect: () => Promise<void>;
  /** Whether what is read answers now; without it, the database that the URL names is asked. */
  isThere?: () => Promise<boolean>;
  /** How the data is that it reads, where it knows; the tables of a department are looked at by the kit. */
  evidence?: () => Promise<QualityEvidence>;
  /** Adds what is counted of it to the metrics of the process that serves it. */
  show?: (registry: Registry) => void;
}

/** A department's work of its own, for which it asks the hub as any app does. */
export interface HubWatch {
  readonly ask: AskHub;
  /** The day by the hub's calendar, YYYY-MM-DD. */
  readonly today: () => string;
  /** Told of each round of work: counts, or why it failed. */
  readonly told: (round: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds between two looks for what has changed; a minute unless given. */
  readonly every?: number | undefined;
  readonly statements: Statements;
}

/** A subgraph that the kit serves, whatever reads its data. */
export interface ServedSubgraph<Database extends DatabaseClient = DatabaseClient> {
  /** Name in the supergraph; also names the folder. */
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** Opens connections to its database, or to the place of a source, that live until `$disconnect`. Rejects when it cannot be served as it is configured. */
  readonly open: (databaseUrl: string) => Database | Promise<Database>;
  /** Opens the reading of declared relations and references, where the subgraph declares any. */
  readonly openStatements?: (databaseUrl: string) => Statements;
  /** True where its database has a table `outbox`, from which the hub collects its events. */
  readonly outbox?: true;
  /** Where its database has a table `login_identity`: whom a login at the city's OpenID provider leads to. */
  readonly logins?: LoginHolders;
  /** What the owners of its items say of their values (校核规则), checked where the data is. */
  readonly rules?: readonly VerificationRule[];
  /** Work of the department's own beside its answers, where it has any. */
  readonly watch?: {
    /** The department's own app, as the hub knows it. */
    readonly app: string;
    /** Purpose that it states to the hub. */
    readonly purpose: string;
    /** Begins it. @returns what ends it */
    readonly begin: (watch: HubWatch) => () => Promise<void>;
  };
}

/** A subgraph over a Prisma client: what a department's `main.ts` defines. */
export interface Subgraph<Database extends DatabaseClient = DatabaseClient> extends ServedSubgraph<Database> {
  readonly connect: (adapter: PrismaPg) => Database;
  readonly open: (databaseUrl: string) => Database;
  readonly openStatements: (databaseUrl: string) => Statements;
}

/** Keeps the database's type while it is checked against the general shape; its pool is `adapterFor`'s. */
export function defineSubgraph<Database extends DatabaseClient>(
  subgraph: Omit<Subgraph<Database>, "open" | "openStatements">,
): Subgraph<Database> {
  const open = (databaseUrl: string): Database => subgraph.connect(adapterFor(databaseUrl));
  return Object.freeze({ ...subgraph, open, openStatements });
}

const CONNECTIONS = 10;

/** Adapter over a pool of `pg` connections to the department's own database. */
export function adapterFor(databaseUrl: string): PrismaPg {
  return new PrismaPg({ connectionString: databaseUrl, max: CONNECTIONS, ...BOUNDS });
}

/** Loads a department's subgraph by name. @throws with the known names when there is none of that name */
export async function loadSubgraph(name: string): Promise<Subgraph> {
  if (!DEPARTMENTS.some((department) => department.name === name)) {
    throw new Error(`No subgraph "${name}"; there are: ${DEPARTMENTS.map((department) => department.name).join(", ")}`);
  }
  const module = (await import(`../${name}/main.ts`)) as { readonly subgraph: Subgraph };
  return module.subgraph;
}

/** Loads a subgraph of the hub itself by name. @throws with the known names when there is none of that name */
export async function loadService(name: string): Promise<ServedSubgraph> {
  if (!SERVICES.some((service) => service.name === name)) {
    throw new Error(`No service "${name}"; there are: ${SERVICES.map((service) => service.name).join(", ")}`);
  }
  const module = (await import(`../${name}/main.ts`)) as { readonly subgraph: ServedSubgraph };
  return module.subgraph;
}
