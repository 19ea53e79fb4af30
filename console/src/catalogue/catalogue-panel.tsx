import type { GraphiQLPlugin } from "@graphiql/react";
import { DocsIcon, pick, useGraphiQL } from "@graphiql/react";
import { useMemo } from "react";
import { useActiveAnswer } from "../answer/use-answer.ts";
import { Breakable } from "../breakable.tsx";
import { DEPARTMENTS, inChinese, MASKS, OUTCOMES, SHARES } from "../words.ts";
import { type Catalogue, coordinatesOf } from "./catalogue.ts";

/** The side panel 目录: how each coordinate of the current operation is shared, and what the last answer made of it. */
export function cataloguePlugin(catalogue: Catalogue | undefined): GraphiQLPlugin {
  const content = () => <CataloguePanel catalogue={catalogue} />;
  return { title: "目录", icon: CatalogueIcon, content };
}

function CatalogueIcon() {
  return <DocsIcon aria-hidden="true" style={{ transform: "rotate(-90deg)" }} />;
}

function CataloguePanel({ catalogue }: { readonly catalogue: Catalogue | undefined }) {
  const { documentAST, schema } = useGraphiQL(pick("documentAST", "schema"));
  const coordinates = useMemo(
    () => (documentAST !== undefined && schema ? coordinatesOf(documentAST, schema) : []),
    [documentAST, schema],
  );
  return (
    <section className="hub-catalogue" aria-label="目录">
      <h2>目录</h2>
      {catalogue === undefined ? (
        <p>本网关没有公开目录。</p>
      ) : coordinates.length === 0 ? (
        <p>当前标签页里还没有可识别的字段。</p>
      ) : (
        <CatalogueTable catalogue={catalogue} coordinates={coordinates} />
      )}
    </section>
  );
}

interface TableProps {
  readonly catalogue: Catalogue;
  readonly coordinates: readonly string[];
}

function CatalogueTable({ catalogue, coordinates }: TableProps) {
  const outcomes = useActiveAnswer().sharing?.outcomes;
  return (
    <table className="hub-table">
      <thead>
        <tr>
          <th>字段坐标</th>
          <th>归属</th>
          <th>共享属性</th>
          <th>级别</th>
          <th>脱敏</th>
          <th>上次结果</th>
        </tr>
      </thead>
      <tbody>
        {coordinates.map((coordinate) => {
          const entry = catalogue.get(coordinate);
          const outcome = outcomes?.get(coordinate) ?? "";
          return (
            <tr key={coordinate}>
              <td className="hub-code">
                <Breakable code={coordinate} />
              </td>
              <td className="hub-word">{inChinese(DEPARTMENTS, entry?.owner ?? "—")}</td>
              <td className="hub-word" data-share={entry?.share}>
                {entry ? inChinese(SHARES, entry.share) : "未编目"}
              </td>
              <td data-level={entry?.level}>{entry?.level ?? "—"}</td>
              <td className="hub-word">{inChinese(MASKS, entry?.mask ?? "—")}</td>
              <td data-outcome={outcome}>{inChinese(OUTCOMES, outcome)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
