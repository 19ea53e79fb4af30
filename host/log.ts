import { chmodSync, mkdirSync, openSync, write, writeSync } from "node:fs";
import { dirname } from "node:path";
import { pino, type Logger } from "pino";

/** Bytes that may wait for a place that takes none, a full disk or a reader that stands still. */
const MOST_WAITING = 1_000_000;
/** Milliseconds until such a place is tried again: a reader that is behind soon, a disk later. */
const RETRY = { soon: 20, later: 500 };

/** A log that never stops its process. */
export interface HostLog {
  readonly logger: Logger;
  /** Lines that found no room, so far. */
  readonly lost: () => number;
  /** Resolves when what waits is written, or no later than the bound (milliseconds). */
  readonly flush: (bound: number) => Promise<void>;
}

/**
 * Writes lines in their order, without waiting for them: those of one turn of the event loop together. A write that fails is tried again;
 * beyond the bound the newest lines are given up, and counted in a line of their own as soon as there is room. pino's own destination
 * throws then, or sleeps within the process, and at the end of it for ever.
 */
export class PatientWriter {
  readonly #descriptor: number;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #isScheduled = false;
  #isWriting = false;
  #untold = 0;
  #idle: (() => void)[] = [];
  /** Lines given up. */
  lost = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    process.on("exit", () => {
      this.#writeLast();
    });
  }

  /** For pino. Never throws. */
  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#bytes + bytes.length > MOST_WAITING) {
      this.lost += 1;
      this.#untold += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#start();
  }

  /** Resolves when nothing waits, or no later than `bound` milliseconds. */
  async flush(bound: number): Promise<void> {
    if (this.#bytes === 0) return;
    let late: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#idle.push(resolve);
      late = setTimeout(resolve, bound);
    });
    clearTimeout(late);
  }

  #start(): void {
    if (this.#isScheduled || this.#isWriting) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#isWriting = true;
      this.#writeAll();
    });
  }

  #writeAll(): void {
    const chunk = Buffer.concat(this.#waiting);
    this.#waiting = [chunk];
    write(this.#descriptor, chunk, 0, chunk.length, null, (error, written) => {
      if (error !== null) {
        setTimeout(
          () => {
            this.#writeAll();
          },
          error.code === "EAGAIN" ? RETRY.soon : RETRY.later,
        ).unref();
        return;
      }
      this.#waiting[0] = chunk.subarray(written);
      this.#bytes -= written;
      this.#tellLost();
      if (this.#bytes > 0) {
        this.#writeAll();
        return;
      }
      this.#waiting = [];
      this.#isWriting = false;
      for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  #tellLost(): void {
    if (this.#untold === 0) return;
    const told = { level: 40, time: Date.now(), lost: this.#untold, msg: "Lines of this log found no room." };
    this.#untold = 0;
    this.write(`${JSON.stringify(told)}\n`);
  }

  /** Once, and only where no write is under way: a process that ends waits for nobody. */
  #writeLast(): void {
    if (this.#bytes === 0 || this.#isWriting) return;
    try {
      writeSync(this.#descriptor, Buffer.concat(this.#waiting));
    } catch {
      // The process ends.
    }
  }
}

/** Opens a file for a log that nobody else on this machine can read, one of an earlier start included. */
const openPrivate = (path: string): number => {
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, "a", 0o600);
  chmodSync(path, 0o600);
  return descriptor;
};

/** The log of a process: to standard output, or to a private file. Its level is `LOG_LEVEL`, info unless given. */
export function openLog(file?: string): HostLog {
  const writer = new PatientWriter(file === undefined ? 1 : openPrivate(file));
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "info" }, writer);
  return { logger, lost: () => writer.lost, flush: (bound) => writer.flush(bound) };
}
