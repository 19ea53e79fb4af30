import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { OperationTab } from "./operation-tab.ts";

/** What a tab is opened with. */
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
