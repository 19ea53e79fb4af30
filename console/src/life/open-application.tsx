import { pick, useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";
import { useHub } from "../hub.ts";
import { useOpenTab } from "../tabs/graphiql-tabs.tsx";
import { applicationTab, type ApplyLink, appOfPurpose } from "./application-form.ts";
import { operationFor } from "./operation-for.ts";

interface FollowLinkProps {
  readonly link: ApplyLink | "unreadable";
  /** The link has been followed: it MUST NOT be followed again. */
  readonly followed: () => void;
}

/**
 * Opens the form of an application for what a denied field's link names, once the schema is here. It only fills in a form:
 * nothing is sent and no token is asked for before somebody presses Run.
 */
export function FollowLink({ link, followed }: FollowLinkProps) {
  const { session, shipped } = useHub();
  const { schema, queryEditor, variableEditor } = useGraphiQL(pick("schema", "queryEditor", "variableEditor"));
  const openTab = useOpenTab();
  const [trouble, setTrouble] = useState<string>();
  const form = shipped.find(({ operationName }) => operationName === "NeededCoordinates");
  useEffect(() => {
    if (!schema || !queryEditor || !variableEditor || form === undefined) return;
    const operation = link === "unreadable" ? undefined : operationFor(schema, link.coordinate);
    if (link === "unreadable" || operation === undefined) {
      setTrouble(link === "unreadable" ? "申请链接不完整，没有预填" : `本图没有字段 ${link.coordinate}，没有预填`);
      return;
    }
    const app = appOfPurpose(session.identities, link.purpose);
    const asked = app === undefined ? {} : session.officeOf(app.department, "APPLICANT");
    openTab(applicationTab(form, { operation, app: app?.app ?? "", purpose: link.purpose }, asked));
    followed();
    // Once: everything else that changes meanwhile is the user's.
  }, [schema, queryEditor, variableEditor]);
  return trouble === undefined ? null : (
    <p role="alert" className="hub-notice">
      {trouble}
    </p>
  );
}

/** Opens the form of an application for what the current operation needs, as an applicant of the app's department. */
export function ApplyButton() {
  const { session, shipped } = useHub();
  const operation = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query ?? "");
  const openTab = useOpenTab();
  const form = shipped.find(({ operationName }) => operationName === "NeededCoordinates");
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
