import { useGraphiQL } from "@graphiql/react";
import { useHub } from "../hub.ts";
import { applicationTab } from "../life/application-tab.ts";
import { useOpenTab } from "../tabs/use-open-tab.ts";

/** Opens the form of an application for what the current operation needs, as an applicant of the app's department. */
export function ApplyButton() {
  const { session, shipped } = useHub();
  const operation = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query ?? "");
  const openTab = useOpenTab();
  const form = shipped.find(({ operationName }) => operationName === "ApplicationForm");
  if (form === undefined) return null;
  const apply = () => {
    const { app, purpose } = session.current();
    const department = session.identities?.find((identity) => identity.app === app)?.department ?? "";
    openTab(applicationTab(form, { operation, app, purpose }, session.officeOf(department, "APPLICANT")));
  };
  return (
    <button type="button" title="以本部门申请人的身份，按当前操作预填共享申请" onClick={apply}>
      申请
    </button>
  );
}
