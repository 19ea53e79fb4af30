import { graphql } from "graphql";
import type { DepartmentName } from "../../subgraphs/kit/departments.ts";
import { loadSubgraph, adapterFor } from "../../subgraphs/kit/subgraph.ts";

/** One department's subgraph in process, its SQL statements counted. */
export interface CountedSubgraph {
  /** Answers in a context of its own, and tells how many statements went to the database. */
  readonly ask: (
    source: string,
    variableValues?: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly answer: Awaited<ReturnType<typeof graphql>>; readonly statements: number }>;
  readonly close: () => Promise<void>;
}

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
  const { schema, connect: open } = await loadSubgraph(name);
  const database = open(adapter);
  return {
    ask: async (source, variableValues) => {
      statements = 0;
      const answer = await graphql({
        schema,
        source,
        contextValue: { database },
        variableValues: variableValues ?? {},
      });
      return { answer, statements };
    },
    close: () => database.$disconnect(),
  };
};
