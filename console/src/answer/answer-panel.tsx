import { Breakable } from "../breakable.tsx";
import { DEPARTMENTS, inChinese, OUTCOMES, REASONS, SHARES } from "../words.ts";
import type { Denial, Sharing } from "./answer.ts";
import { ApplyButton } from "../life/open-application.tsx";
import { useActiveAnswer, useExplanation } from "./use-answer.ts";
import type { Reason } from "./why.ts";

/** Under the answer: what was shared for which purpose, why each denied field was denied, and the way to apply for it. */
export function AnswerPanel() {
  const { denials, sharing, trouble } = useActiveAnswer();
  if (sharing === undefined && denials.length === 0 && trouble === undefined) return null;
  return (
    <section className="hub-answer" aria-label="共享结果">
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      {sharing && <SharingLine sharing={sharing} />}
      {denials.length > 0 && <Denials denials={denials} />}
    </section>
  );
}

/** As much of a grant's hash as tells two apart; the whole of it is the tooltip. */
const LEGIBLE = 12;

function SharingLine({ sharing }: { readonly sharing: Sharing }) {
  const counts = new Map<string, number>();
  for (const outcome of sharing.outcomes.values()) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return (
    <p className="hub-sharing">
      {sharing.purpose && <span>用途 {sharing.purpose}</span>}
      {sharing.grant && <span title={sharing.grant}>授权 {sharing.grant.slice(0, LEGIBLE)}</span>}
      {[...counts].map(([outcome, count]) => (
        <span key={outcome} data-outcome={outcome}>
          {inChinese(OUTCOMES, outcome)} {count}
        </span>
      ))}
      {sharing.receipt && (
        <span>
          回执 <code>{sharing.receipt}</code>
        </span>
      )}
    </p>
  );
}

function Denials({ denials }: { readonly denials: readonly Denial[] }) {
  const { summary, reasons = [], trouble, ask } = useExplanation();
  return (
    <details open>
      <summary>
        <strong>{denials.length}</strong> 个字段被拒绝
        <span className="hub-actions">
          <button type="button" onClick={ask}>
            为什么
          </button>
          {denials.some(({ appliable }) => appliable) && <ApplyButton />}
        </span>
      </summary>
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      {summary !== undefined && <p className="hub-reason">{summary}</p>}
      <table className="hub-table">
        <thead>
          <tr>
            <th>字段坐标</th>
            <th>原因</th>
            <th>归属</th>
            <th>位置</th>
          </tr>
        </thead>
        <tbody>
          {denials.map((denial) => (
            <DenialRow
              key={`${denial.coordinate} ${denial.reason}`}
              denial={denial}
              reasons={reasons.filter(({ coordinate }) => coordinate === denial.coordinate)}
            />
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface DenialRowProps {
  readonly denial: Denial;
  readonly reasons: readonly Reason[];
}

function DenialRow({ denial, reasons }: DenialRowProps) {
  const { coordinate, reason, owner, share, path, places } = denial;
  return (
    <tr>
      <td className="hub-code">
        <Breakable code={coordinate} />
      </td>
      <td>
        {inChinese(REASONS, reason)} <code>{reason}</code>
        {reasons.map(({ message, facts }) => (
          <p key={message} className="hub-reason">
            {[message, ...facts].join("；")}
          </p>
        ))}
      </td>
      <td className="hub-word">
        {inChinese(DEPARTMENTS, owner)}
        {share !== "" && ` · ${inChinese(SHARES, share)}`}
      </td>
      <td className="hub-code">
        <Breakable code={path} />
        {places > 1 && ` 等 ${places} 处`}
      </td>
    </tr>
  );
}
