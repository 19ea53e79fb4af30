import { pick, useGraphiQL } from "@graphiql/react";
import { Breakable } from "../breakable.tsx";
import {
  momentInBeijing,
  registeredIn,
  stateOf,
  type RegisteredApp,
  type RegisteredOperation,
} from "./registered-operations.ts";

/** Under an answer that shows apps with their registered operations: each one's life, in words. */
export function OperationsPanel() {
  const { tabs, activeTabIndex } = useGraphiQL(pick("tabs", "activeTabIndex"));
  const apps = registeredIn(tabs[activeTabIndex]?.response).filter(({ operations }) => operations.length > 0);
  if (apps.length === 0) return null;
  return (
    <section className="hub-answer" aria-label="登记操作">
      {apps.map((app) => (
        <Operations key={app.id} app={app} />
      ))}
    </section>
  );
}

const HEADINGS = ["操作", "状态", "提出", "确认", "最近使用", "停用"];

function Operations({ app }: { readonly app: RegisteredApp }) {
  const waiting = app.operations.filter((operation) => stateOf(operation) === "待确认").length;
  return (
    <details open>
      <summary>
        {app.name}：登记操作 <strong>{app.operations.length}</strong> 个{waiting > 0 && `，待确认 ${waiting} 个`}
      </summary>
      <table className="hub-table">
        <thead>
          <tr>
            {HEADINGS.map((heading) => (
              <th key={heading}>{heading}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {app.operations.map((operation) => (
            <OperationRow key={operation.id} operation={operation} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** As much of an operation's id as tells two apart; the whole of it is the tooltip. */
const LEGIBLE = "sha256:".length + 8;

function OperationRow({ operation }: { readonly operation: RegisteredOperation }) {
  const { id, name, proposedBy, proposedAt, confirmedBy, confirmedAt, lastUsedOn, retiredBy, retiredAt, retireReason } =
    operation;
  const state = stateOf(operation);
  return (
    <tr>
      <td title={id}>
        {name} <code>{id.slice(0, LEGIBLE)}</code>
      </td>
      <td className="hub-word" data-operation={state}>
        {state}
      </td>
      <td>
        <Hand by={proposedBy} at={proposedAt} />
      </td>
      <td>{confirmedAt === "" ? "由本部门共享工作机构负责人确认" : <Hand by={confirmedBy} at={confirmedAt} />}</td>
      <td className="hub-word">{lastUsedOn === "" ? "未曾使用" : lastUsedOn}</td>
      <td>
        {retiredAt !== "" && <Hand by={retiredBy} at={retiredAt} />}
        {retireReason !== "" && <p className="hub-reason">理由：{retireReason}</p>}
      </td>
    </tr>
  );
}

function Hand({ by, at }: { readonly by: string; readonly at: string }) {
  return (
    <>
      <Breakable code={by} /> <span className="hub-word">{momentInBeijing(at)}</span>
    </>
  );
}
