import { graphql } from "graphql";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import type { DepartmentName } from "../../subgraphs/kit/departments.ts";
import { adapterFor, loadSubgraph, type Subgraph } from "../../subgraphs/kit/subgraph.ts";
import { toldStatements } from "../told-statements.ts";

/** One department's subgraph in process, its SQL statements counted. */
export interface CountedSubgraph {
  /**
   * Answers in a context of its own, and tells how many statements went to the database.
   * @param enterprise the firm that asks, if one does
   */
  readonly ask: (
    source: string,
    variableValues?: Readonly<Record<string, unknown>>,
    enterprise?: string,
  ) => Promise<{ readonly answer: Awaited<ReturnType<typeof graphql>>; readonly statements: number }>;
  readonly close: () => Promise<void>;
}

/** The envelope of a firm's own request, for every row. */
const envelopeOf = (enterprise: string): Envelope => ({
  app: "enterprise-portal",
  department: "enterprise",
  officer: null,
  roles: [],
  subject: null,
  enterprise,
  purpose: "POLICY_CONFIRMATION",
  grant: "",
  policy: "",
  lines: [
    {
      consumer: { kind: "caller" },
      grants: [],
      scope: [""],
      coordinates: new Map([["Mutation.confirmPolicyIntent", "CLEAR"]]),
    },
  ],
  keys: new Set(),
  document: "",
});

/** A subgraph that tells of each statement which goes to its database, by Prisma or prepared, and goes on as it is. */
export const observed = (
  subgraph: Subgraph,
  told: (text: string, values: readonly unknown[]) => void,
): Pick<Subgraph, "name" | "schema" | "open" | "openStatements"> => ({
  name: subgraph.name,
  schema: subgraph.schema,
  open: (databaseUrl) => {
    const adapter = adapterFor(databaseUrl);
    const connect = adapter.connect.bind(adapter);
    adapter.connect = async () => {
      const connection = await connect();
      const query = connection.queryRaw.bind(connection);
      connection.queryRaw = (statement) => {
        told(statement.sql, statement.args);
        return query(statement);
      };
      return connection;
    };
    return subgraph.connect(adapter);
  },
  openStatements: (databaseUrl) => toldStatements(databaseUrl, told),
});

/** Opens a department over an existing database, without a gate. */
export const countedSubgraph = async (name: DepartmentName, databaseUrl: string): Promise<CountedSubgraph> => {
  let statements = 0;
  const { schema, open, openStatements } = observed(await loadSubgraph(name), () => {
    statements += 1;
  });
  const database = open(databaseUrl);
  const prepared = openStatements(databaseUrl);
  return {
    ask: async (source, variableValues, enterprise) => {
      statements = 0;
      const answer = await graphql({
        schema,
        source,
        contextValue: {
          database,
          statements: prepared,
          ...(enterprise === undefined ? {} : { envelope: envelopeOf(enterprise) }),
        },
        variableValues: variableValues ?? {},
      });
      return { answer, statements };
    },
    close: async () => {
      await prepared.close();
      await database.$disconnect();
    },
  };
};
