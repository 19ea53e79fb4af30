import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useHub } from "../hub.ts";
import { useOpenTab } from "../tabs/use-open-tab.ts";
import { nextStep } from "./steps.ts";

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
