import { openStatements, type Statements } from "../subgraphs/kit/postgres/statements.ts";

/** A department's prepared reading that tells of each statement, and goes on as it is. */
export const toldStatements = (
  databaseUrl: string,
  told: (text: string, values: readonly unknown[]) => void,
): Statements => {
  const opened = openStatements(databaseUrl);
  return {
    ...opened,
    rows: (text, values) => {
      told(text, values);
      return opened.rows(text, values);
    },
  };
};
