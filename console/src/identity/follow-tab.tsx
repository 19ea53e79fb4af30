import { pick, useGraphiQL } from "@graphiql/react";
import { useEffect } from "react";
import { takeOver } from "../life/steps.ts";
import { askedBy } from "../tabs/asked-by.ts";
import type { Session } from "./session.ts";

/**
 * Tells the session which tab is open, so that each operation is asked by who usually asks it. The tab of a step takes
 * over what the steps before it have answered.
 */
export function FollowTab({ session }: { readonly session: Session }) {
  const { tabs, activeTabIndex, variableEditor } = useGraphiQL(pick("tabs", "activeTabIndex", "variableEditor"));
  const tab = tabs[activeTabIndex];
  const id = tab?.id ?? "";
  const query = tab?.query ?? "";
  useEffect(() => {
    if (tab === undefined) return;
    const taken = session.isIn(id) ? undefined : takeOver(tab, tabs, session.officeOf);
    session.enterTab(id, taken?.asked ?? askedBy(query));
    if (taken === undefined) return;
    variableEditor?.setValue(JSON.stringify(taken.variables, null, 2));
    // Only on entering: what is typed or answered while the tab is open stays as it is.
  }, [session, id, query]);
  return null;
}
