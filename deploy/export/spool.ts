import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { readIfPresent, replaceFile } from "../../ledger/durable-file.ts";
import { soleRun, type SoleRun } from "./sole-run.ts";
import type { TableFile } from "./table-file.ts";
import { packWorkbook } from "../../gateway/export/workbook-stream.ts";

const SUM = v.strictObject({
  rows: v.number(),
  pages: v.number(),
  firstReceipt: v.nullable(v.string()),
  lastReceipt: v.nullable(v.string()),
});

const STATE = v.strictObject({
  version: v.literal(1),
  /** SHA-256 of what is exported: the rest of another table is not put behind it. */
  asked: v.string(),
  /** What the hub said of it at its beginning: terms and columns, as JSON. */
  told: v.string(),
  /** The cursor after which the rest begins; null before the first page. */
  after: v.nullable(v.string()),
  /** Bytes of the part file that are whole pages. */
  bytes: v.number(),
  sum: SUM,
  /** The last page is there. */
  isLast: v.boolean(),
});

/** How far an export has come, as it is kept beside its output. */
export type SpoolState = v.InferOutput<typeof STATE>;

/** One page as it is put behind the others. */
export interface SpooledPage {
  readonly text: string;
  readonly after: string | null;
  readonly sum: SpoolState["sum"];
}

const isThere = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
};

const stateIn = (path: string, text: string): SpoolState => {
  try {
    return v.parse(STATE, JSON.parse(text));
  } catch {
    throw new Error(
      `${path} is no state of an export: remove it, and ${path.replace(/\.state$/, ".part")}, to begin anew.`,
    );
  }
};

/**
 * An export on its way into a file: whole pages in `OUT.part`, and how many bytes of it are whole pages in `OUT.state`, which is replaced
 * after each page. Whatever lies behind them is of a page that was cut, and is overwritten: no row is lost or told twice.
 */
export class Spool {
  readonly #out: string;
  readonly #run: SoleRun;
  #handle: FileHandle | undefined;
  #state: SpoolState | undefined;

  private constructor(out: string, run: SoleRun, state: SpoolState | undefined) {
    this.#out = out;
    this.#run = run;
    this.#state = state;
  }

  /**
   * @param out path of the file that comes of it
   * @param asked everything that makes the export what it is
   * @throws where the file is there already, an export of it was begun and is not to be resumed, or another one was; and while another run works on it
   */
  static async open(out: string, asked: object, isResumed: boolean): Promise<Spool> {
    const run = await soleRun(out);
    try {
      return await Spool.#open(out, run, asked, isResumed);
    } catch (error) {
      await run.release();
      throw error;
    }
  }

  static async #open(out: string, run: SoleRun, asked: object, isResumed: boolean): Promise<Spool> {
    const path = `${out}.state`;
    const text = await readIfPresent(path);
    const hash = createHash("sha256").update(JSON.stringify(asked)).digest("hex");
    if (text === null) {
      if (isResumed) throw new Error(`Nothing to resume: ${path} is not there.`);
      if (await isThere(out)) throw new Error(`${out} is there already.`);
      return new Spool(out, run, undefined).#begun(hash);
    }
    if (!isResumed) throw new Error(`An export of ${out} was begun: --resume it, or remove ${path} and ${out}.part.`);
    const state = stateIn(path, text);
    if (state.asked !== hash) throw new Error(`The export of ${out} that was begun is another one.`);
    return new Spool(out, run, state);
  }

  get state(): SpoolState {
    if (this.#state === undefined) throw new Error("The export has not begun");
    return this.#state;
  }

  /** Puts down what the hub says of the export, with the head of the file. @throws where it says something else than at the beginning */
  async begin(told: string, head: string): Promise<void> {
    const { state } = this;
    if (state.told === told) return;
    if (state.told !== "")
      throw new Error("Who asks, or what the grants give, is not what it was when the export began: begin anew.");
    await this.#append({ ...state, told }, head);
  }

  /** Puts a page behind the others, and then down as whole. */
  async page({ text, after, sum }: SpooledPage): Promise<void> {
    const { state } = this;
    await this.#append({ ...state, sum, after: after ?? state.after, isLast: after === null }, text);
  }

  /** Makes the file of the pages, once all are there, and leaves nothing else behind. */
  async finish({ end, isWorkbook }: Pick<TableFile, "end" | "isWorkbook">): Promise<void> {
    const [part, state] = [`${this.#out}.part`, this.state];
    await this.#run.assertSole();
    // A run that was ended between its last two lines has left the file itself.
    if (!(await isThere(part)) && !(await isThere(this.#out))) throw new Error(`${part} is gone: begin anew.`);
    if (await isThere(part)) {
      if (isWorkbook) await this.#pack(end(state.sum));
      else {
        await this.#append(state, end(state.sum), false);
        await this.#close();
        await rename(part, this.#out);
      }
    }
    await this.#close();
    await rm(`${this.#out}.state`, { force: true });
    await rm(part, { force: true });
  }

  async close(): Promise<void> {
    await this.#close();
    await this.#run.release();
  }

  async #begun(asked: string): Promise<this> {
    const sum = { rows: 0, pages: 0, firstReceipt: null, lastReceipt: null };
    this.#state = { version: 1, asked, told: "", after: null, bytes: 0, sum, isLast: false };
    await replaceFile(`${this.#out}.state`, JSON.stringify(this.#state));
    return this;
  }

  async #append(state: SpoolState, text: string, isKept = true): Promise<void> {
    this.#handle ??= await open(`${this.#out}.part`, state.bytes === 0 ? "w" : "r+", 0o600);
    await this.#run.assertSole();
    const bytes = Buffer.from(text);
    await this.#handle.truncate(state.bytes);
    for (let written = 0; written < bytes.length;)
      written += (await this.#handle.write(bytes, written, bytes.length - written, state.bytes + written)).bytesWritten;
    await this.#handle.sync();
    if (!isKept) return;
    this.#state = { ...state, bytes: state.bytes + bytes.length };
    await replaceFile(`${this.#out}.state`, JSON.stringify(this.#state));
  }

  async #pack(tail: string): Promise<void> {
    await this.#close();
    const { bytes } = this.state;
    const sheet = async function* (path: string): AsyncGenerator<Buffer> {
      for await (const piece of createReadStream(path, { end: bytes - 1 })) yield piece as Buffer;
      yield Buffer.from(tail);
    };
    const packed = `${this.#out}.new`;
    const file = createWriteStream(packed, { mode: 0o600, flush: true });
    await pipeline(packWorkbook(Readable.from(sheet(`${this.#out}.part`))), file);
    await rename(packed, this.#out);
  }

  async #close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}
