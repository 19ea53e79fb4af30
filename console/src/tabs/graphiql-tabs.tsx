import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { OperationTab } from "./operation-tab.ts";

/** The content that a tab is opened with. */
type Opened = Pick<OperationTab, "operationName" | "query" | "variables">;

/** Opens an operation in a tab of its own, and shows it. */
export function useOpenTab(): (tab: Opened) => void {
  const actions = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));
  return ({ operationName, query, variables }) => {
    actions.addTab();
    // At once, so that who asks is known with the tab; the editors tell of their change a moment later.
    actions.updateActiveTabValues({ operationName, query, variables });
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
}

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
