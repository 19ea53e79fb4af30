import { graphql } from "graphql";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import type { DepartmentName } from "../../subgraphs/kit/departments.ts";
import type { Statements } from "../../subgraphs/kit/postgres/statements.ts";
import { loadSubgraph, adapterFor } from "../../subgraphs/kit/subgraph.ts";

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

/** Opens a department over an existing database, without a gate. */
export const countedSubgraph = async (name: DepartmentName, databaseUrl: string): Promise<CountedSubgraph> => {
  let statements = 0;
  const adapter = adapterFor(databaseUrl);
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connection = await connect();
    const query = connection.queryRaw.bind(connection);
    connection.queryRaw = (sql) => {
      statements += 1;
      return query(sql);
    };
    return connection;
  };
  const { schema, connect: open, openStatements } = await loadSubgraph(name);
  const database = open(adapter);
  const prepared = openStatements(databaseUrl);
  const counted: Statements = {
    ...prepared,
    rows: (text, values) => {
      statements += 1;
      return prepared.rows(text, values);
    },
  };
  return {
    ask: async (source, variableValues, enterprise) => {
      statements = 0;
      const answer = await graphql({
        schema,
        source,
        contextValue: {
          database,
          statements: counted,
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
