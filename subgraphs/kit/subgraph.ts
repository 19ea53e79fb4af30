import { PrismaPg } from "@prisma/adapter-pg";
import type { GraphQLSchema } from "graphql";

/** A Prisma client as far as serving needs to know it. */
export interface DatabaseClient {
  $disconnect: () => Promise<void>;
}

/** One department's subgraph: what its `main.ts` defines and the kit serves. */
export interface Subgraph<Database extends DatabaseClient = DatabaseClient> {
  /** Name in the supergraph; also names the folder, the database and its environment variable. */
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly connect: (adapter: PrismaPg) => Database;
}

/** Keeps the database's type while it is checked against the general shape. */
export const defineSubgraph = <Database extends DatabaseClient>(subgraph: Subgraph<Database>): Subgraph<Database> =>
  Object.freeze(subgraph);

const CONNECTIONS = 10;

/** Adapter over a pool of `pg` connections to the department's own database. */
export const adapterFor = (databaseUrl: string): PrismaPg =>
  new PrismaPg({ connectionString: databaseUrl, max: CONNECTIONS });
