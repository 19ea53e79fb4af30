import { parentPort } from "node:worker_threads";
import type { Words } from "../../../schema/words.ts";
import type { SheetForm, SheetLine } from "./cells.ts";
import { parseWorkbook } from "./parse-workbook.ts";
import { WorkbookRefused } from "./refusal.ts";

/** A worker's message: that it has started and waits for files, then the result for each. */
export type WorkerMessage = "ready" | { readonly lines: readonly SheetLine[] } | { readonly refused: Words };

/** What a worker is asked. */
export interface WorkerTask {
  readonly file: Uint8Array;
  readonly form: SheetForm;
}

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on("message", ({ file, form }: WorkerTask) => {
  parseWorkbook(Buffer.from(file.buffer, file.byteOffset, file.byteLength), form).then(
    (lines) => {
      say({ lines });
    },
    (error: unknown) => {
      if (!(error instanceof WorkbookRefused)) throw error;
      say({ refused: error.words });
    },
  );
});
say("ready");
