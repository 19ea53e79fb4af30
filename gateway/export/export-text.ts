import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import { type ExportFormat, SheetFull, tableWriter, type ToldColumn } from "./export-format.ts";
import type { Exported, Exporting, ExportOpening } from "./exporting.ts";
import { type ExportSum, type ExportTerms, NOTHING_YET, watermarkText, withPage } from "./watermark.ts";

/** The end of an export that is not whole, as it is told. */
export interface ExportCut {
  readonly code: string;
  readonly message: string;
  readonly zh: string;
  /** The cursor after which the rest begins; null: everything is missing. */
  readonly after: string | null;
  /** Seconds after which another attempt may have another end; null where it is not known. */
  readonly retryAfter: number | null;
}

/** A line of NDJSON that is no row: its one key is no name of GraphQL's. */
export type ExportLine =
  | { readonly $export: ExportTerms & { readonly columns: readonly ToldColumn[] } }
  /** A page is whole, with all rows since the last one. `after` is null where it was the last. */
  | { readonly $page: { readonly after: string | null; readonly rows: number; readonly receipt: string | null } }
  | { readonly $watermark: ExportSum & { readonly text: string } }
  | { readonly $error: ExportCut };

const cutOf = ({ errors }: Answer, after: string | null): ExportCut => {
  const [error = hubError("HUB_INTERNAL", {})] = errors;
  const { extensions, message } = error;
  const told = (name: string): string => (typeof extensions[name] === "string" ? extensions[name] : "");
  const http = extensions["http"] as { readonly headers?: Readonly<Record<string, string>> } | undefined;
  const retry = Number(http?.headers?.["retry-after"]);
  return { code: told("code"), message, zh: told("zh"), after, retryAfter: Number.isFinite(retry) ? retry : null };
};

const cutText = ({ code, zh, message, after }: ExportCut): string =>
  `未完：${code} ${zh === "" ? message : zh}${after === null ? "" : `；其余自 after=${after} 起`}`;

/** Everything that one export is written from. */
interface Writing {
  readonly exporting: () => Exporting;
  readonly exported: Exported;
  readonly opening: Extract<ExportOpening, { kind: "open" }>;
  readonly format: ExportFormat;
  /** The cursor after which it begins; null: at the first row. */
  readonly after: string | null;
  /** True once no more pages may be asked for. */
  readonly isStopping: () => boolean;
}

/** How each format tells the parts of an export. */
interface Teller {
  readonly head: () => string;
  readonly page: (page: readonly Parameters<ReturnType<typeof tableWriter>["row"]>[0][], mark: PageMark) => string;
  readonly cut: (cut: ExportCut) => string;
  readonly end: (sum: ExportSum) => string;
}

type PageMark = Extract<ExportLine, { $page: unknown }>["$page"];

const lineOf = (line: ExportLine): string => `${JSON.stringify(line)}\n`;

const lines = ({ opening }: Writing): Teller => ({
  head: () => lineOf({ $export: { ...opening.terms, columns: opening.columns } }),
  page: (rows, mark) =>
    rows
      .map(({ node, withheld }) => {
        const told = withheld.size > 0 ? { ...node, $withheld: Object.fromEntries(withheld) } : node;
        return `${JSON.stringify(told)}\n`;
      })
      .join("") + lineOf({ $page: mark }),
  cut: (cut) => lineOf({ $error: cut }),
  end: (sum) => lineOf({ $watermark: { ...sum, text: watermarkText(opening.terms, sum, Date.now()) } }),
});

const table = ({ opening }: Writing, format: "CSV" | "XLSX"): Teller => {
  const writer = tableWriter(format, opening.columns);
  return {
    head: writer.head,
    page: (rows, { receipt }) => rows.map((row) => writer.row(row, receipt ?? "")).join(""),
    cut: (cut) => writer.note(cutText(cut)) + writer.tail(),
    end: (sum) => writer.note(watermarkText(opening.terms, sum, Date.now())) + writer.tail(),
  };
};

const failure = (error: unknown): Answer => {
  const reason = {
    en: "a sheet has no room for more rows: take CSV or NDJSON",
    zh: "工作表行数已满，请改用 CSV 或 NDJSON",
  };
  if (error instanceof SheetFull) return { errors: [hubError("HUB_EXPORT_INVALID", { reason })] };
  return { errors: [error instanceof GraphQLError ? error : hubError("HUB_INTERNAL", {})] };
};

/** A department that gives the same cursor again would be asked for ever. */
const STANDSTILL = { en: "its pages do not go on: a cursor came twice", zh: "分页没有前进：游标重复" };

/**
 * An export as text, page by page, each asked for once the piece before was taken. It always ends with a watermark, or with why it
 * is not whole and where the rest begins. Never throws.
 */
export async function* exportText(writing: Writing): AsyncGenerator<string> {
  const { exporting, exported, opening, format, isStopping } = writing;
  const teller = format === "NDJSON" ? lines(writing) : table(writing, format);
  yield teller.head();
  let { after } = writing;
  let sum = NOTHING_YET;
  for (;;) {
    if (isStopping()) {
      yield teller.cut(cutOf({ errors: [hubError("HUB_NOT_READY", {})] }, after));
      return;
    }
    const outcome = await exporting().page(exported, opening, after);
    if (outcome.kind === "over") {
      yield teller.cut(cutOf(outcome.answer, after));
      return;
    }
    const { page, receipt } = outcome;
    let text: string;
    try {
      text = teller.page(page.rows, { after: page.next, rows: page.rows.length, receipt });
    } catch (error) {
      yield teller.cut(cutOf(failure(error), after));
      return;
    }
    sum = withPage(sum, page.rows.length, receipt);
    yield text;
    if (page.next === null) break;
    if (page.next === after) {
      yield teller.cut(cutOf({ errors: [hubError("HUB_EXPORT_INVALID", { reason: STANDSTILL })] }, after));
      return;
    }
    after = page.next;
  }
  yield teller.end(sum);
}
