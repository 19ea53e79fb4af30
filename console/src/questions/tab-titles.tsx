import type { Question } from "./question.ts";

/**
 * Shows the questions' Chinese titles on their tabs. GraphiQL names a tab after its operation, and a GraphQL name
 * cannot be Chinese; the operation's name stays as the tooltip.
 */
export function TabTitles({ questions }: { readonly questions: readonly Question[] }) {
  const rules = questions.map(({ operationName, title }) => {
    const tab = `.graphiql-tab-button[title=${JSON.stringify(operationName)}]`;
    return `${tab}{font-size:0}${tab}::before{content:${JSON.stringify(title)};font-size:var(--font-size-body)}`;
  });
  return <style>{rules.join("\n")}</style>;
}
