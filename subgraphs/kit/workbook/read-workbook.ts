import { Worker } from "node:worker_threads";
import { programOf } from "../../../host/installed.ts";
import { TEXTS, type SheetForm, type SheetLine } from "./cells.ts";
import { WorkbookBusy, WorkbookRefused } from "./refusal.ts";
import type { WorkerMessage, WorkerTask } from "./workbook-worker.ts";

/** Bounds of one reading. The heap is the worker's own: a file that fills it ends the worker, never the process. */
interface ReadingBounds {
  readonly milliseconds: number;
  readonly heapMegabytes: number;
  /** Of the file; 2,000,000 unless given. */
  readonly bytes?: number;
}

const BOUNDS: ReadingBounds = { milliseconds: 5_000, heapMegabytes: 128 };
const MOST_BYTES = 2_000_000;
const MOST_AT_ONCE = 2;

/** Milliseconds in which a worker has to have started. */
const START = 15_000;

/** Milliseconds for which a worker waits for the next file: officers mend a workbook and hand it in again. */
const IDLE = 30_000;

const WORKER = programOf("subgraphs/kit/workbook/workbook-worker");

const tooLong = (): WorkbookRefused => new WorkbookRefused("it takes too long to read", "读取超时");
const tooMuch = (): WorkbookRefused => new WorkbookRefused("it takes too much memory to read", "读取所需内存过大");

/** A worker that has not even started has not looked at the file: a machine that is that busy says nothing about it. */
const notStarted = (): WorkbookBusy =>
  new WorkbookBusy("reading could not begin; try again in a moment", "暂时无法开始读取，请稍后再试");

/** The next message of a worker; ends it when it does not come in time. @throws WorkbookRefused */
const answerOf = (worker: Worker, milliseconds: number, late: () => WorkbookRefused): Promise<WorkerMessage> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(deadline);
      worker.off("message", answered).off("error", failed).off("exit", ended);
    };
    const refuse = (reason: WorkbookRefused): void => {
      settle();
      reject(reason);
      void worker.terminate();
    };
    const answered = (message: WorkerMessage): void => {
      settle();
      resolve(message);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") refuse(tooMuch());
      else reject(error);
    };
    const ended = (): void => {
      settle();
      reject(new Error("The worker that reads workbooks ended without an answer"));
    };
    const deadline = setTimeout(() => {
      refuse(late());
    }, milliseconds);
    worker.on("message", answered).on("error", failed).on("exit", ended);
  });

const startWorker = async (heapMegabytes: number): Promise<Worker> => {
  const worker = new Worker(WORKER.path, {
    env: {},
    execArgv: [...WORKER.execArgv],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 },
  });
  // An error of a worker that nobody asks anything ends that worker alone.
  worker.on("error", () => undefined);
  await answerOf(worker, START, notStarted);
  return worker;
};

let running = 0;
let waiting: { readonly worker: Worker; readonly end: NodeJS.Timeout } | undefined;

/** The worker that waits, or a new one. One with other bounds than the usual is not kept. */
const takeWorker = async ({ heapMegabytes }: ReadingBounds): Promise<Worker> => {
  if (waiting === undefined || heapMegabytes !== BOUNDS.heapMegabytes) return startWorker(heapMegabytes);
  const { worker, end } = waiting;
  waiting = undefined;
  clearTimeout(end);
  worker.ref();
  return worker;
};

const keepWorker = (worker: Worker, { heapMegabytes }: ReadingBounds): void => {
  const finish = (): void => {
    if (waiting?.worker === worker) waiting = undefined;
    void worker.terminate();
  };
  if (waiting !== undefined || heapMegabytes !== BOUNDS.heapMegabytes) {
    finish();
    return;
  }
  worker.unref();
  worker.once("exit", finish);
  waiting = { worker, end: setTimeout(finish, IDLE).unref() };
};

/**
 * Reads the texts of a workbook of one plain sheet (Office Open XML, ISO/IEC 29500), in a worker of its own: nothing that the
 * file holds can stop or fill this process. Formulas, merged cells, hidden sheets, rows and columns, links, macros and numbers
 * are refused, except what the form allows, so that what is read is what an officer sees. Numbers of rows and columns count from 1.
 * @throws WorkbookRefused; WorkbookBusy when too many files are being read already
 */
export async function readWorkbook(
  file: Buffer,
  bounds: ReadingBounds = BOUNDS,
  form: SheetForm = TEXTS,
): Promise<readonly SheetLine[]> {
  if (file.length > (bounds.bytes ?? MOST_BYTES)) throw new WorkbookRefused("it is too large", "文件过大");
  if (running >= MOST_AT_ONCE)
    throw new WorkbookBusy("other files are being read; try again in a moment", "正在读取其他文件，请稍后再试");
  running += 1;
  try {
    const worker = await takeWorker(bounds);
    const task: WorkerTask = { file: new Uint8Array(file), form };
    worker.postMessage(task);
    const answer = await answerOf(worker, bounds.milliseconds, tooLong);
    keepWorker(worker, bounds);
    if (answer === "ready") throw new TypeError("A worker said twice that it is ready");
    if ("refused" in answer) throw new WorkbookRefused(answer.refused.en, answer.refused.zh);
    return answer.lines;
  } finally {
    running -= 1;
  }
}
