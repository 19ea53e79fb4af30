import { CSV_MARK, csvLine } from "../../gateway/export/export-format.ts";
import { CYCLE_WORDS } from "../../subgraphs/sharing/catalogue/cycle-words.ts";
import { COUNTS, type Publication, type PublishedCounts, type PublishedItem } from "./publication.ts";

const SHARES: Readonly<Record<PublishedItem["share"], string>> = {
  UNCONDITIONAL: "无条件共享",
  CONDITIONAL: "有条件共享",
  NOT_SHARED: "不予共享",
};

const cycleWord = (cycle: string | null): string =>
  cycle === null ? "" : ((CYCLE_WORDS as Readonly<Record<string, string>>)[cycle] ?? cycle);

const COLUMNS: readonly (readonly [string, (item: PublishedItem) => string | null])[] = [
  ["数据集", ({ dataset }) => dataset],
  ["数据项", ({ name }) => name],
  ["数源部门", ({ owner }) => owner],
  ["主题", ({ theme }) => theme],
  ["数据格式", ({ format }) => format],
  ["共享属性", ({ share }) => SHARES[share]],
  ["不予共享或者有条件共享的依据", ({ basis }) => basis],
  ["更新频率", ({ updateCycle }) => cycleWord(updateCycle)],
  ["共享方式", ({ sharingMethod }) => sharingMethod],
  ["使用条件", ({ conditions }) => conditions],
  ["字段坐标", ({ coordinate }) => coordinate],
];

const HEADS = COLUMNS.map(([head]) => head);

const cellsOf = (item: PublishedItem): readonly string[] => COLUMNS.map(([, of]) => of(item) ?? "");

const catalogueCsv = (items: readonly PublishedItem[]): string =>
  CSV_MARK + [HEADS, ...items.map(cellsOf)].map(csvLine).join("");

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? "");

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  return `<table>\n${[line("th", heads), ...rows.map((row) => line("td", row))].join("\n")}\n</table>`;
};

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:15px/1.6 sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2em .6em;text-align:left}</style>
</head><body><h1>${escaped(title)}</h1>
${body}
</body></html>
`;

const countCells = (row: PublishedCounts): readonly string[] =>
  (Object.keys(COUNTS) as (keyof typeof COUNTS)[]).map((name) => (row[name] === null ? "不足5" : String(row[name])));

const reportPage = ({ year, counts }: Publication): string =>
  page(
    `${year}年政务数据共享情况`,
    `<p>各数以五为单位取整，不足五的不列；有效授权、数据集与校核规则为生成之日的情况。</p>\n${table(
      ["部门", ...Object.values(COUNTS)],
      counts.map((row) => [row.department, ...countCells(row)]),
    )}`,
  );

const cataloguePage = ({ items, year }: Publication): string =>
  page(
    "政务数据目录",
    `<p>目录只载数据项，不载数据。有条件共享的，须写明使用依据向数源部门申请。<a href="catalogue.csv">CSV</a> <a href="catalogue.json">JSON</a> <a href="report-${year}.html">${year}年共享情况</a></p>\n${table(
      HEADS,
      items.map(cellsOf),
    )}`,
  );

/** The files of a publication, by name: pages that any web server can serve as they are, and the same for programs. Pure. */
export function publicationFiles(publication: Publication): ReadonlyMap<string, string> {
  const { items, year, counts } = publication;
  return new Map([
    ["index.html", cataloguePage(publication)],
    ["catalogue.csv", catalogueCsv(items)],
    ["catalogue.json", `${JSON.stringify({ items }, null, 2)}\n`],
    [`report-${year}.html`, reportPage(publication)],
    [`report-${year}.json`, `${JSON.stringify({ year, departments: counts }, null, 2)}\n`],
  ]);
}
