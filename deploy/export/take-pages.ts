import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { ExportFormat } from "../../gateway/export/export-format.ts";
import type { ExportCut, ExportLine } from "../../gateway/export/export-text.ts";
import { withPage } from "../../gateway/export/watermark.ts";
import { headersOf } from "../client/app-schema.ts";
import type { Spool } from "./spool.ts";
import { type StreamedRow, tableFile, type TableFile } from "./table-file.ts";

/** What is exported, and how the hub is reached. */
export interface ExportOrder {
  /** The hub's address. */
  readonly hub: string;
  /** File with the app's token, read anew at each connection. */
  readonly token: string;
  readonly purpose: string;
  readonly caseNumber: string | undefined;
  readonly documentId: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly format: ExportFormat;
}

/** An end that is not the export's: what the hub says of it. */
class Ended extends Error {
  /** True where another attempt may go on at once. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.name = "Ended";
    this.isPassing = isPassing;
  }
}

/** Connections in a row that bring no page, and milliseconds before the second of them, doubled each time. */
const [ATTEMPTS, RETRY] = [6, 250] as const;

/** Codes at which the next connection may go on: with the next token, or at another gateway. */
const PASSING = new Set(["HUB_UNAUTHENTICATED", "HUB_NOT_READY", "HUB_LEDGER_UNAVAILABLE", "HUB_TOO_MANY_EXPORTS"]);

const ended = ({ code, message, zh }: Pick<ExportCut, "code" | "message" | "zh">): Ended =>
  new Ended(`${code}: ${message}${zh === "" ? "" : ` ${zh}`}`, PASSING.has(code) || code.startsWith("HUB_SUBGRAPH_"));

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const piece of body) {
    rest = Buffer.concat([rest, piece]);
    let begin = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, begin)) {
      yield rest.toString("utf8", begin, end);
      begin = end + 1;
    }
    rest = rest.subarray(begin);
  }
}

const connect = async (order: ExportOrder, after: string | null): Promise<AsyncIterable<Uint8Array>> => {
  const { hub, token, purpose, caseNumber, documentId, variables } = order;
  const response = await fetch(new URL("/export", hub), {
    method: "POST",
    headers: {
      ...headersOf({ token: (await readFile(token, "utf8")).trim(), purpose, caseNumber }),
      "content-type": "application/json",
    },
    body: JSON.stringify({ documentId, variables, format: "NDJSON", after }),
  });
  if (response.status === 200 && response.body !== null) return response.body as unknown as AsyncIterable<Uint8Array>;
  const text = await response.text();
  const { errors = [] } = (text.startsWith("{") ? JSON.parse(text) : {}) as {
    readonly errors?: readonly { readonly message: string; readonly extensions?: { code?: string; zh?: string } }[];
  };
  const [error] = errors;
  if (error === undefined) throw new Ended(`The hub answered ${response.status}.`, response.status >= 500);
  const { code = "", zh = "" } = error.extensions ?? {};
  throw ended({ code, message: error.message, zh });
};

const isRow = (line: object): line is StreamedRow =>
  !Object.keys(line).some((key) => key.startsWith("$") && key !== "$withheld");

/** Takes pages by one connection, for as long as it stands. Resolves once the last page is there. */
const takeSome = async (order: ExportOrder, spool: Spool, onProgress: () => void): Promise<TableFile | undefined> => {
  let file: TableFile | undefined;
  let rows: StreamedRow[] = [];
  for await (const text of linesOf(await connect(order, spool.state.after))) {
    const line = JSON.parse(text) as ExportLine | StreamedRow;
    if (isRow(line)) rows.push(line);
    else if ("$export" in line) {
      file = tableFile(order.format, line.$export, spool.state.sum.rows);
      await spool.begin(JSON.stringify(line.$export), file.head());
    } else if ("$page" in line && file !== undefined) {
      const { after, rows: count, receipt } = line.$page;
      if (count !== rows.length) throw new Ended("A page came with other rows than it says.", true);
      await spool.page({ text: file.page(rows, receipt, text), after, sum: withPage(spool.state.sum, count, receipt) });
      rows = [];
      onProgress();
    } else if ("$error" in line) throw ended(line.$error);
  }
  if (spool.state.isLast && file !== undefined) return file;
  throw new Ended("The connection to the hub broke.", true);
};

const isPassing = (error: unknown): boolean =>
  // What fetch throws where no connection is to be had, or one breaks.
  error instanceof Ended ? error.isPassing : error instanceof TypeError;

/**
 * Takes all pages that are still missing: a connection that breaks, and a token that expires, are followed by another one after
 * the last whole page. @throws with what the hub says where that does not help
 */
export async function takePages(order: ExportOrder, spool: Spool, onProgress: () => void): Promise<void> {
  let vain = 0;
  while (!spool.state.isLast) {
    const before = spool.state.sum.pages;
    try {
      await takeSome(order, spool, onProgress);
    } catch (error) {
      vain = spool.state.sum.pages > before ? 0 : vain + 1;
      if (!isPassing(error) || vain >= ATTEMPTS) throw error;
      await pause(RETRY * 2 ** vain);
    }
  }
}

/** The writer of a file whose pages are all there. */
export function fileOf({ format }: ExportOrder, { state }: Spool): TableFile {
  return tableFile(format, JSON.parse(state.told) as Parameters<typeof tableFile>[1], state.sum.rows);
}
