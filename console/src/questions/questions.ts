import { readQuestions } from "./question.ts";

const documents = import.meta.glob<string>("../../../schema/operations/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});
const variables = import.meta.glob<string>("../../../schema/operations/*.variables.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The questions of `schema/operations/`, taken in when the playground is built. */
export const QUESTIONS = readQuestions(documents, variables);
