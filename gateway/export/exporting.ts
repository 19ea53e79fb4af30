import { GraphQLError } from "graphql";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../answer.ts";
import type { DecidedRequest } from "../decide/decision.ts";
import { hubError } from "../errors.ts";
import { Exchange, type Hub } from "../exchange.ts";
import { isObject } from "../execute/json.ts";
import type { HttpRequest } from "../front/http.ts";
import { askedAgain } from "../front/in-process.ts";
import { Refusal } from "../refusal.ts";
import { tellRequest } from "../release/tell-request.ts";
import { startTrace } from "../release/trace.ts";
import type { Next } from "../step.ts";
import { exportDenials } from "./export-denials.ts";
import type { ToldColumn } from "./export-format.ts";
import { type ReadPage, readPage, type Withheld } from "./read-page.ts";
import { type ExportTable, tableOf } from "./table-of.ts";
import type { ExportTerms } from "./watermark.ts";

/** An export as it is asked for: the same for all its pages. */
export interface Exported {
  readonly documentId: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the request that asked. */
  readonly header: HttpRequest["header"];
  readonly onGone: HttpRequest["onGone"];
}

/** What comes of asking for an export. */
export type ExportOpening =
  | {
      readonly kind: "open";
      readonly table: ExportTable;
      readonly columns: readonly ToldColumn[];
      readonly terms: ExportTerms;
    }
  | { readonly kind: "refused"; readonly answer: Answer };

/** What comes of asking for a page. */
type PageOutcome =
  | { readonly kind: "page"; readonly page: ReadPage; readonly receipt: string | null }
  /** The export ends here, for the reasons in the answer. */
  | { readonly kind: "over"; readonly answer: Answer };

/** Exports of one supergraph, as its pipeline answers them. None of these rejects. */
export interface Exporting {
  /** Looks at who asks and what would be given, as a dry run that is recorded. */
  readonly open: (exported: Exported) => Promise<ExportOpening>;
  /** Asks for one page, as an ordinary request under the grants of now. @param after null: the first one */
  readonly page: (
    exported: Exported,
    opening: Extract<ExportOpening, { kind: "open" }>,
    after: string | null,
  ) => Promise<PageOutcome>;
}

/** Attempts at one page, and milliseconds before the second of them, doubled each time. */
const [ATTEMPTS, RETRY, LONGEST] = [5, 500, 60_000] as const;

/** Codes with which a later attempt may have another end. */
const PASSING =
  /^(?:HUB_SUBGRAPH_(?:UNAVAILABLE|TIMEOUT)|HUB_NOT_READY|HUB_LEDGER_UNAVAILABLE|HUB_LIMITS_UNAVAILABLE|HUB_RATE_LIMITED)$/;

/** Codes of single cells that are withheld within a page. */
const HIDING = new Set(["HUB_FIELD_DENIED", "OUT_OF_SCOPE"]);

const codeOf = ({ extensions }: GraphQLError): string => {
  const code: unknown = extensions["code"];
  return typeof code === "string" ? code : "";
};

const requestOf = (exported: Exported, variables: object, isDryRun: boolean): HttpRequest =>
  askedAgain(
    exported,
    { documentId: exported.documentId, variables },
    // A file lives on without the denials that stood beside it: it is given whole, or not at all.
    { "x-on-denied": "reject", "x-dry-run": isDryRun ? "true" : null },
  );

const maskedIn = (outcomes: DecidedRequest["decision"]["outcomes"], { columns }: ExportTable): readonly ToldColumn[] =>
  columns.map(({ name, path, coordinates }) => ({
    name,
    path,
    masked: coordinates.some((coordinate) => outcomes.get(coordinate) === "MASKED"),
  }));

/** Cells that were withheld from a page; undefined when something else went wrong with it. */
const withheldIn = ({ errors }: Answer): readonly Withheld[] | undefined => {
  if (!errors.every((error) => HIDING.has(codeOf(error)) && error.path !== undefined)) return undefined;
  return errors.map(({ path = [], extensions }) => {
    const reason: unknown = extensions["reason"] ?? extensions["code"];
    return { path, reason: typeof reason === "string" ? reason : "" };
  });
};

const receiptIn = ({ extensions }: Answer): string | null => {
  const sharing = extensions?.["sharing"];
  const receipt = isObject(sharing) ? sharing["receipt"] : undefined;
  const index = isObject(receipt) ? receipt["index"] : undefined;
  return typeof index === "number" ? String(index) : null;
};

const waitFor = ({ errors }: Answer, attempt: number): number => {
  const seconds = errors.map(({ extensions }) => {
    const http = extensions["http"] as { readonly headers?: Readonly<Record<string, string>> } | undefined;
    return Number(http?.headers?.["retry-after"] ?? 0);
  });
  return Math.min(LONGEST, Math.max(RETRY * 2 ** attempt, ...seconds.map((each) => each * 1_000)));
};

const isPassing = ({ errors }: Answer): boolean =>
  errors.length > 0 && errors.every((error) => PASSING.test(codeOf(error)) || HIDING.has(codeOf(error)));

/** Whatever is thrown on the way is what is wrong with the export itself. */
const settled = async <Result>(hub: Hub, work: () => Promise<Result>, failed: (answer: Answer) => Result) => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GraphQLError) return failed({ errors: [error] });
    if (error instanceof Refusal) return failed({ errors: error.errors });
    hub.logger.error({ reason: error instanceof Error ? error.name : "unknown" }, "An export failed.");
    return failed({ errors: [hubError("HUB_INTERNAL", {})] });
  }
};

/** Tries again where a later attempt may have another end. */
const persistently = async (ask: () => Promise<PageOutcome>): Promise<PageOutcome> => {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await ask();
    if (outcome.kind === "page" || attempt === ATTEMPTS - 1 || !isPassing(outcome.answer)) return outcome;
    await pause(waitFor(outcome.answer, attempt), undefined, { ref: false });
  }
};

const over = (answer: Answer): PageOutcome => ({ kind: "over", answer });
const refused = (answer: Answer): ExportOpening => ({ kind: "refused", answer });

/** The exports of one supergraph. @param run the whole pipeline */
export function createExporting(hub: Hub, run: Next): Exporting {
  const ask = async (exported: Exported, variables: object, isDryRun: boolean) => {
    const exchange = new Exchange(hub, requestOf(exported, variables, isDryRun), startTrace(undefined));
    exchange.isExport = true;
    const answer = await run(exchange);
    tellRequest(exchange, answer, 200);
    return { exchange, answer };
  };
  const open = async (exported: Exported): Promise<ExportOpening> => {
    const { exchange, answer } = await ask(exported, exported.variables, true);
    if (answer.errors.length > 0) return refused(answer);
    const { decided, operation } = exchange;
    if (decided === undefined || operation === undefined)
      throw hubError("HUB_EXPORT_INVALID", { reason: { en: "it asks for no data", zh: "不涉及数据" } });
    if (decided.decision.denials.length > 0) return refused({ errors: exportDenials(exchange, decided) });
    const table = tableOf(hub.schema, operation.document, operation.node);
    const { caller, purpose, caseNumber, decision } = decided;
    const { app, department, officer } = caller;
    const terms = { documentId: exported.documentId, purpose, app, department, officer, caseNumber };
    return { kind: "open", table, columns: maskedIn(decision.outcomes, table), terms };
  };
  const page: Exporting["page"] = async (exported, { table, columns }, after) => {
    const { variables } = exported;
    const { exchange, answer } = await ask(
      exported,
      after === null ? variables : { ...variables, [table.after]: after },
      false,
    );
    const { decided } = exchange;
    const withheld = withheldIn(answer);
    if (decided !== undefined && decided.decision.denials.length > 0)
      return over({ errors: exportDenials(exchange, decided) });
    if (!answer.data || withheld === undefined || decided === undefined) return over(answer);
    if (JSON.stringify(maskedIn(decided.decision.outcomes, table)) !== JSON.stringify(columns))
      return over({ errors: [hubError("HUB_EXPORT_CHANGED", {})] });
    const found = readPage(table, JSON.parse(answer.data.toString("utf8")), withheld);
    if (found === undefined)
      return over(answer.errors.length > 0 ? answer : { errors: [hubError("HUB_INTERNAL", {})] });
    return { kind: "page", page: found, receipt: receiptIn(answer) };
  };
  return {
    open: (exported) => settled(hub, () => open(exported), refused),
    page: (exported, opening, after) => settled(hub, () => persistently(() => page(exported, opening, after)), over),
  };
}
