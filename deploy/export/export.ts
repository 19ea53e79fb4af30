import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as v from "valibot";
import { EXPORT_FORMATS } from "../../gateway/export/export-format.ts";
import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { OPERATION_ID } from "../../schema/registered-operation.ts";
import { required, type OperatorCommand } from "../operate/command.ts";
import { Spool } from "./spool.ts";
import { type ExportOrder, fileOf, takePages } from "./take-pages.ts";

const usage = `Usage: shali-hub export --hub URL --token FILE --purpose P --operation ID --format csv|ndjson|xlsx --out FILE [--resume]

Writes a registered operation of an app as a table, page by page, each page an ordinary request of the app's under its grants of batch exchange
or of files. An export that was cut is resumed after its last whole page; what it needs for that lies beside the output (FILE.part, FILE.state).
One run at a time works on a file (FILE.run-N); one that was killed keeps nobody waiting.
  --hub URL         the hub's address
  --token FILE      the app's token, read anew at each connection: whoever renews it needs no restart
  --purpose P       purpose of the grants
  --case NUMBER     number of the case, where personal data is given in one
  --operation ID    sha256:… of the registered operation
  --variables FILE  its variables, JSON
  --format F        csv, ndjson or xlsx (default: by the ending of --out)
  --out FILE        the file that comes of it; one that is there is left alone
  --resume          goes on with an export that was cut`;

const formatOf = (out: string, stated: string | undefined): ExportOrder["format"] => {
  const name = (stated ?? /\.(\w+)$/.exec(out)?.[1] ?? "").toUpperCase();
  const format = EXPORT_FORMATS.find((each) => each === name);
  if (format === undefined) throw new CommandMistake("--format must be csv, ndjson or xlsx.");
  return format;
};

const VARIABLES = v.record(v.string(), v.unknown());

const variablesIn = async (path: string | undefined): Promise<ExportOrder["variables"]> => {
  if (path === undefined) return {};
  const text = await readFile(path, "utf8");
  try {
    return v.parse(VARIABLES, JSON.parse(text));
  } catch {
    throw new CommandMistake(`--variables: ${path} is no JSON object.`);
  }
};

const orderIn = async (args: readonly string[]) => {
  const text = { type: "string" } as const;
  const { values } = readFlags({
    args: [...args],
    options: {
      hub: text,
      token: text,
      purpose: text,
      case: text,
      operation: text,
      variables: text,
      format: text,
      out: text,
      resume: { type: "boolean", default: false },
    },
  });
  const out = resolve(required(values.out, "out"));
  const documentId = required(values.operation, "operation");
  if (!OPERATION_ID.test(documentId))
    throw new CommandMistake("--operation must be sha256: and 64 hexadecimal digits.");
  const hub = required(values.hub, "hub");
  if (!URL.canParse(hub)) throw new CommandMistake(`--hub must be a URL, got ${hub}.`);
  const order: ExportOrder = {
    hub,
    token: required(values.token, "token"),
    purpose: required(values.purpose, "purpose"),
    caseNumber: values.case,
    documentId,
    variables: await variablesIn(values.variables),
    format: formatOf(out, values.format),
  };
  return { out, order, isResumed: values.resume };
};

/** `shali-hub export`. */
export const exportCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const { out, order, isResumed } = await orderIn(args);
    const { documentId, variables, format, purpose, caseNumber = null } = order;
    const spool = await Spool.open(out, { documentId, variables, format, purpose, caseNumber }, isResumed);
    const told = (): string => `${spool.state.sum.rows} rows, ${spool.state.sum.pages} pages`;
    try {
      await takePages(order, spool, () => process.stderr.write(`${told()}\n`));
      await spool.finish(fileOf(order, spool));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${reason}\nNot whole yet: ${told()}. The same command with --resume goes on from there.`, {
        cause: error,
      });
    } finally {
      await spool.close();
    }
    return `${out}: ${told()}, records ${spool.state.sum.firstReceipt ?? "none"} to ${spool.state.sum.lastReceipt ?? "none"}`;
  },
};
