import type { Catalogue } from "../schema/catalog/catalog-item.ts";
import { basesIn, type Basis } from "../schema/law/basis.ts";
import { RANK_WORDS, STATUTES, type Reading } from "../schema/law/statutes.ts";
import { repeatedRed, WAGE_RULES } from "../subgraphs/human-resources/wages/rules/rules.ts";
import { STATE_MACHINE, TAKEN_BY_PERSONS } from "../subgraphs/sharing/workflow/state-machine.ts";
import { isTestOf, readLaw, type LawNote, type LawTest } from "./law-notes.ts";

const READ: Readonly<Record<Reading, string>> = { T: "原文", S: "转载件", M: "**未核对**" };

const cell = (text: string): string => text.replaceAll("|", "\\|");

const tableOf = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
};

const filesOf = (tests: readonly LawTest[]): string =>
  [...new Set(tests.map(({ file }) => `\`${file}\``))].join("<br>");

const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** An article below 100 in Chinese numerals: 第二十一条. */
export function articleOf(number: number): string {
  const tens = Math.floor(number / 10);
  const ten = tens === 0 ? "" : `${tens === 1 ? "" : (DIGITS[tens] ?? "")}十`;
  return `第${ten}${DIGITS[number % 10] ?? ""}条`;
}

/** Everything that carries out the law, with the tests that show it. */
export interface Law {
  readonly notes: readonly LawNote[];
  readonly tests: readonly LawTest[];
}

const sharing = (article: number): Basis => basesIn(`政务数据共享条例${articleOf(article)}`)[0] as Basis;

/** Articles of 政务数据共享条例 that steps of the workflow carry out, in order. */
const stepArticles = (): readonly number[] =>
  [...new Set(Object.values(STATE_MACHINE).flatMap(({ article }) => article ?? []))].sort((a, b) => a - b);

const wageRules = [repeatedRed, ...WAGE_RULES];

/** Everything that is missing: an article without a test, a rule without a document. Empty, or the document MUST NOT be written. */
export function lawProblems({ notes, tests }: Law): readonly string[] {
  const untested = (basis: Basis): boolean => !tests.some((each) => isTestOf(basis, each));
  const told = ({ statute, article }: Basis): string => `${statute.title}${article ?? ""}`;
  return [
    ...notes.filter(({ basis }) => untested(basis)).map(({ basis, file }) => `${file}: ${told(basis)} has no test`),
    ...stepArticles()
      .map(sharing)
      .filter(untested)
      .map((basis) => `subgraphs/sharing/steps: ${told(basis)} has no test`),
    ...wageRules
      .filter(({ source }) => basesIn(source).length === 0)
      .map(({ id, source }) => `wage rule ${id}: ${source} cites no known document`),
  ];
}

const noteRows = ({ notes, tests }: Law): readonly (readonly string[])[] =>
  notes
    .toSorted((a, b) => STATUTES.indexOf(a.basis.statute) - STATUTES.indexOf(b.basis.statute))
    .map(({ basis, reading, does, file }) => [
      `${basis.statute.title}${basis.article ?? ""}`,
      READ[reading],
      does,
      `\`${file}\``,
      filesOf(tests.filter((each) => isTestOf(basis, each))),
    ]);

const stepRows = ({ tests }: Law): readonly (readonly string[])[] =>
  stepArticles().map((article) => [
    articleOf(article),
    [
      ...new Set(
        TAKEN_BY_PERSONS.filter((step) => step.article === article).map(
          ({ mutation, description }) => `\`${mutation}\` ${description}`,
        ),
      ),
    ].join("<br>"),
    filesOf(tests.filter((each) => isTestOf(sharing(article), each))),
  ]);

const readingOf = (source: string): string =>
  [...new Set(basesIn(source).map(({ statute }) => statute.reading))].map((reading) => READ[reading]).join("、");

const keptRows = ({ items }: Catalogue): readonly (readonly string[])[] => {
  const kept = new Map<string, string[]>();
  for (const { coordinate, share, classified, basis } of items.values())
    if (share === "NOT_SHARED" && classified) kept.set(basis ?? "", [...(kept.get(basis ?? "") ?? []), coordinate]);
  return [...kept].map(([basis, coordinates]) => [basis, readingOf(basis), coordinates.join("<br>")]);
};

/**
 * The document of the law that the hub carries out, in Markdown: `docs/law.md`, written by `npm run compose` from the notes in the
 * code, the steps of the workflow, the rules of the wage warning and the catalogue, and compared by `npm run check:schema`.
 * @throws for whatever `lawProblems` names
 */
export function describeLaw(catalogue: Catalogue, law: Law = readLaw()): string {
  const problems = lawProblems(law);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return `# 依据与落实

<!-- Written by npm run compose from the notes @law, the steps, the rules and the catalogue: change those. -->

枢纽落实的每一项法定义务与规则：依据哪一条，代码怎么做，在哪里，由哪项测试证明。本文件由代码中的注记生成；没有测试的条文不能通过检查。
“原文”指已核对官方文本，“转载件”指只见于引用该条的页面，“**未核对**”指凭记忆所写，须核对原文后方可作为办件依据。

## 义务与规则

${tableOf(["依据", "核对", "枢纽的做法", "位置", "测试"], noteRows(law))}

## 共享流程：政务数据共享条例

流程的每一步都注明所落实的条文（\`subgraphs/sharing/steps/\`）；不在其中的步骤不能发生。

${tableOf(["条文", "步骤", "测试"], stepRows(law))}

## 欠薪预警规则

每条规则在 \`subgraphs/human-resources/wages/rules/\`，由旁边同名测试证明（\`rules.test.ts\` 检查其齐全）。

${tableOf(
  ["规则", "依据", "核对"],
  wageRules.map(({ id, title, source }) => [`${title}（\`${id}\`）`, source, readingOf(source)]),
)}

## 不予共享的依据

${tableOf(["依据", "核对", "数据项"], keptRows(catalogue))}

## 法律文件

规则、步骤、分类和用途只能引用下列文件（\`schema/law/statutes.ts\`）；不在表中的不是依据。

${tableOf(
  ["文件", "文号", "位阶", "施行", "失效", "核对"],
  STATUTES.map(({ title, number, rank, validFrom, validTo, reading }) => [
    title,
    number ?? "",
    RANK_WORDS[rank],
    validFrom,
    validTo ?? "",
    READ[reading],
  ]),
)}
`;
}
