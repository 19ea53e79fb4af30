import { Readable } from "node:stream";
import { GraphQLError } from "graphql";
import * as v from "valibot";
import { OPERATION_ID } from "../../schema/registered-operation.ts";
import { WORKBOOK_TYPE } from "../../schema/workbook-sheet.ts";
import type { Answer } from "../answer.ts";
import { acceptedCaller } from "../authenticate/authenticate.ts";
import { defaultLimits, type GatewayOptions } from "../config.ts";
import { hubError } from "../errors.ts";
import { preflight, readableBy } from "../front/cors.ts";
import type { HttpAnswer, HttpRequest, Outlet } from "../front/http.ts";
import { parseRequest } from "../front/read-body.ts";
import { writeAnswer } from "../front/write-answer.ts";
import type { FollowedSupergraph } from "../supergraph/follow-supergraph.ts";
import type { Shared } from "../supergraph/load-hub.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export-format.ts";
import { defaultExportLimits, type ExportLimits } from "./export-limits.ts";
import { exportText } from "./export-text.ts";
import type { Exported, Exporting } from "./exporting.ts";
import { packWorkbook } from "./workbook-stream.ts";

/** The path at which tables are exported. */
const EXPORT_PATH = "/export";

/** The exports of a gateway. */
export interface ServedExports {
  /** undefined: no request for an export. Never rejects. */
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer> | undefined;
  /** Ends exports after the page that they are at, with the cursor of the next. */
  readonly close: () => void;
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  CSV: "text/csv; charset=utf-8; header=present",
  NDJSON: "application/x-ndjson; charset=utf-8",
  XLSX: WORKBOOK_TYPE,
};

const SENT = v.strictObject({
  documentId: v.pipe(v.string(), v.regex(OPERATION_ID)),
  variables: v.optional(v.record(v.string(), v.unknown()), {}),
  format: v.picklist(EXPORT_FORMATS),
  after: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty())), null),
});

const FORM = {
  en: "expected documentId (sha256: and 64 hexadecimal digits), variables, format (CSV, NDJSON or XLSX) and after (a cursor)",
  zh: "应为 documentId（sha256: 加 64 位十六进制数字）、variables、format（CSV、NDJSON 或 XLSX）与 after（游标）",
};

const headersOf = (format: ExportFormat): Readonly<Record<string, string>> => ({
  "content-type": TYPES[format],
  "content-disposition": `attachment; filename="export.${format.toLowerCase()}"`,
  "cache-control": "no-store",
  "x-accel-buffering": "no",
});

/** What is asked for. @throws HUB_EXPORT_INVALID and the refusals of `parseRequest` */
const sentIn = async (request: HttpRequest, limits: GatewayOptions["limits"]): Promise<v.InferOutput<typeof SENT>> => {
  if (request.method !== "POST")
    throw new GraphQLError("An export is asked for by POST.", {
      extensions: { code: "BAD_REQUEST", http: { status: 405, headers: { allow: "POST" } } },
    });
  const read = v.safeParse(SENT, await parseRequest(request, { ...defaultLimits, ...limits }));
  if (!read.success) throw hubError("HUB_EXPORT_INVALID", { reason: FORM });
  return read.output;
};

/** Resolves true once the client has taken what was written, false when it does not in time, or has left. */
const taken = (outlet: Outlet, patience: number): Promise<boolean> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, patience, false).unref();
    const stay = outlet.onGone(() => {
      clearTimeout(late);
      resolve(false);
    });
    outlet.onDrain(() => {
      clearTimeout(late);
      stay();
      resolve(true);
    });
  });

/** Sends what is written as far as the client takes it: nothing is made before there is room for it. */
const send = async (
  pieces: AsyncIterable<Buffer | string>,
  outlet: Outlet,
  { patience, onFailure }: { readonly patience: number; readonly onFailure: (error: unknown) => void },
): Promise<void> => {
  try {
    for await (const piece of pieces) {
      if (outlet.write(piece) || (await taken(outlet, patience))) continue;
      outlet.cut();
      return;
    }
    outlet.end();
  } catch (error) {
    onFailure(error);
    // Its head has left: a connection that is cut is the only way to say that it is not whole.
    outlet.cut();
  }
};

type Writing = Parameters<typeof exportText>[0];

const piecesOf = (writing: Writing): AsyncIterable<Buffer | string> => {
  const text = exportText(writing);
  // One page is read ahead, and no more: each is a record.
  return writing.format === "XLSX" ? packWorkbook(Readable.from(text, { highWaterMark: 1 })) : text;
};

/** The export as it is written to whoever takes it, until it is whole, the gateway stops or the client has left. @param giveUp its place */
const streamOf =
  (writing: Writing, sending: Parameters<typeof send>[2], giveUp: () => void) =>
  (outlet: Outlet): void => {
    let isGone = false;
    outlet.onGone(() => {
      isGone = true;
      giveUp();
    });
    const exported = { ...writing.exported, onGone: outlet.onGone };
    const isStopping = (): boolean => writing.isStopping() || isGone;
    void send(piecesOf({ ...writing, exported, isStopping }), outlet, sending);
  };

/** Places for exports. */
class Places {
  readonly #limits: ExportLimits;
  readonly #perApp = new Map<string, number>();
  #all = 0;

  constructor(limits: ExportLimits) {
    this.#limits = limits;
  }

  /** @throws HUB_TOO_MANY_EXPORTS @returns what gives the place up, once */
  take(app: string): () => void {
    const { all, perApp } = this.#limits;
    const own = this.#perApp.get(app) ?? 0;
    if (own >= perApp) throw hubError("HUB_TOO_MANY_EXPORTS", { limit: perApp });
    if (this.#all >= all) throw hubError("HUB_TOO_MANY_EXPORTS", { limit: all });
    this.#all += 1;
    this.#perApp.set(app, own + 1);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.#all -= 1;
      const left = (this.#perApp.get(app) ?? 1) - 1;
      if (left > 0) this.#perApp.set(app, left);
      else this.#perApp.delete(app);
    };
  }
}

/** A refusal is never 200, which stands for a table: a denial that has no status of its own, as beside data, is 403. */
const refusal = (answer: Answer): HttpAnswer => {
  const written = writeAnswer(answer, { header: () => null });
  return written.status === 200 ? { ...written, status: 403 } : written;
};

const failed = ({ logger }: Shared, error: unknown): Answer => {
  if (error instanceof GraphQLError) return { errors: [error] };
  logger.error({ reason: error instanceof Error ? error.message : "unknown" }, "An export could not be begun.");
  return { errors: [hubError("HUB_NOT_READY", {})] };
};

const failing =
  ({ logger }: Shared, exported: { readonly app: string; readonly documentId: string }) =>
  (error: unknown): void => {
    const reason = error instanceof Error ? error.name : "unknown";
    logger.error({ ...exported, reason }, "An export failed on its way.");
  };

/**
 * `POST /export` (`{documentId, variables, format, after}`): a registered operation as a table, page by page, each page an ordinary request
 * under grants of batch exchange and of files; undefined for a gateway without governance.
 */
export function serveExports(
  options: GatewayOptions,
  shared: Shared,
  supergraph: FollowedSupergraph,
): ServedExports | undefined {
  const { governance, limits } = options;
  if (governance === undefined) return undefined;
  const bounds = { ...defaultExportLimits, ...options.exports };
  const places = new Places(bounds);
  let isClosed = false;
  const exporting = (): Exporting => {
    const found = supergraph.exports();
    if (found === undefined) throw hubError("HUB_NOT_READY", {});
    return found;
  };
  const begin = async (request: HttpRequest, app: string, giveUp: () => void): Promise<HttpAnswer> => {
    const { documentId, variables, format, after } = await sentIn(request, limits);
    if (isClosed) throw hubError("HUB_NOT_READY", {});
    const exported: Exported = { documentId, variables, header: request.header, onGone: request.onGone };
    const opening = await exporting().open(exported);
    if (opening.kind === "refused") return refusal(opening.answer);
    shared.logger.info({ app, documentId, format }, "An export begins.");
    const sending = { patience: bounds.slow, onFailure: failing(shared, { app, documentId }) };
    const isStopping = (): boolean => isClosed;
    const stream = streamOf({ exporting, exported, opening, format, after, isStopping }, sending, giveUp);
    return { status: 200, headers: headersOf(format), body: "", stream };
  };
  const exported = async (request: HttpRequest, app: string): Promise<HttpAnswer> => {
    const giveUp = places.take(app);
    try {
      const answer = await begin(request, app, giveUp);
      if (answer.stream === undefined) giveUp();
      return answer;
    } catch (error) {
      giveUp();
      throw error;
    }
  };
  const serve = async (request: HttpRequest): Promise<HttpAnswer> => {
    let app: string | undefined;
    const work = async (): Promise<HttpAnswer> => {
      ({ app } = acceptedCaller(await governance.authenticator(request.header("authorization"))));
      return exported(request, app);
    };
    const answer = await work().catch((error: unknown) => refusal(failed(shared, error)));
    return readableBy(answer, request, app, governance.servesOrigin);
  };
  return {
    answer: (request) => {
      if (request.path !== EXPORT_PATH) return undefined;
      const asked = preflight(request, governance.servesOrigin);
      return asked === undefined ? serve(request) : Promise.resolve(asked);
    },
    close: () => {
      isClosed = true;
    },
  };
}
