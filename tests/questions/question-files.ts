import { readFileSync } from "node:fs";

/** A question of the hub as its app asks it. */
export interface QuestionFile {
  readonly document: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads `schema/operations/NAME.graphql` with the variables that come with it. */
export const questionFile = (name: string): QuestionFile => ({
  document: readFileSync(`schema/operations/${name}.graphql`, "utf8"),
  variables: JSON.parse(readFileSync(`schema/operations/${name}.variables.json`, "utf8")) as Record<string, string>,
});
