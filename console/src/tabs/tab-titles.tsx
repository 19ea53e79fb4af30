import type { OperationTab } from "./operation-tab.ts";

/**
 * Shows the shipped operations' Chinese titles on their tabs. GraphiQL names a tab after its operation, and a GraphQL name
 * cannot be Chinese; the operation's name stays as the tooltip.
 */
export function TabTitles({ tabs }: { readonly tabs: readonly OperationTab[] }) {
  const rules = tabs.map(({ operationName, title }) => {
    const button = `.graphiql-tab-button[title=${JSON.stringify(operationName)}]`;
    return `${button}{font-size:0}${button}::before{content:${JSON.stringify(title)};font-size:var(--font-size-body)}`;
  });
  return <style>{rules.join("\n")}</style>;
}
