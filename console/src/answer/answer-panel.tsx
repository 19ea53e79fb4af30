import { DEPARTMENTS, inChinese, OUTCOMES, REASONS, SHARES } from "../words.ts";
import { Breakable } from "../breakable.tsx";
import type { Denial, Sharing } from "./answer.ts";
import { useActiveAnswer } from "./use-active-answer.ts";

/** Under the answer: what was shared for which purpose, and why each denied field was denied and where to apply. */
export function AnswerPanel() {
  const { denials, sharing } = useActiveAnswer();
  if (sharing === undefined && denials.length === 0) return null;
  return (
    <section className="hub-answer" aria-label="共享结果">
      {sharing && <SharingLine sharing={sharing} />}
      {denials.length > 0 && (
        <details open>
          <summary>
            <strong>{denials.length}</strong> 个字段被拒绝
          </summary>
          <DenialTable denials={denials} />
        </details>
      )}
    </section>
  );
}

function SharingLine({ sharing }: { readonly sharing: Sharing }) {
  const counts = new Map<string, number>();
  for (const outcome of sharing.outcomes.values()) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return (
    <p className="hub-sharing">
      {sharing.purpose && <span>用途 {sharing.purpose}</span>}
      {sharing.grant && <span>授权 {sharing.grant}</span>}
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

function DenialTable({ denials }: { readonly denials: readonly Denial[] }) {
  return (
    <table className="hub-table">
      <thead>
        <tr>
          <th>字段坐标</th>
          <th>原因</th>
          <th>归属</th>
          <th>位置</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {denials.map((denial) => (
          <DenialRow key={`${denial.coordinate} ${denial.reason}`} denial={denial} />
        ))}
      </tbody>
    </table>
  );
}

function DenialRow({ denial }: { readonly denial: Denial }) {
  const { coordinate, reason, owner, share, apply, path, places } = denial;
  return (
    <tr>
      <td className="hub-code">
        <Breakable code={coordinate} />
      </td>
      <td>
        {inChinese(REASONS, reason)} <code>{reason}</code>
      </td>
      <td className="hub-word">
        {inChinese(DEPARTMENTS, owner)}
        {share !== "" && ` · ${inChinese(SHARES, share)}`}
      </td>
      <td className="hub-code">
        <Breakable code={path} />
        {places > 1 && ` 等 ${places} 处`}
      </td>
      <td>
        {apply !== undefined && (
          <a href={apply} target="_blank" rel="noreferrer">
            申请共享
          </a>
        )}
      </td>
    </tr>
  );
}
