import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect } from "react";
import { askedBy } from "../tabs/asked-by.ts";
import type { Session } from "../identity/session.ts";
import { useHub } from "../hub.ts";
import { useOpenTab } from "../tabs/graphiql-tabs.tsx";
import { nextStep, takeOver } from "./steps.ts";

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

/** Under the answer of a step: leads to the next one, in its tab or in a new one. */
export function NextStepButton() {
  const { shipped } = useHub();
  const { tabs, activeTabIndex } = useGraphiQL(pick("tabs", "activeTabIndex"));
  const actions = useGraphiQLActions();
  const openTab = useOpenTab();
  const active = tabs[activeTabIndex];
  const next = active && nextStep(active, tabs);
  const tab = shipped.find(({ operationName }) => operationName === next?.operationName);
  if (next === undefined || tab === undefined) return null;
  const go = () => {
    if (next.open >= 0) actions.changeTab(next.open);
    else openTab(tab);
  };
  return (
    <p className="hub-next">
      <button type="button" onClick={go}>
        下一步：{tab.title} →
      </button>
    </p>
  );
}
