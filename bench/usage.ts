/** What a process has spent so far. */
export interface Usage {
  /** Microseconds of CPU, all threads, user and system. */
  readonly cpu: number;
  /** Bytes of the JavaScript heap in use; after a collection when the process was started with `--expose-gc`. */
  readonly heap: number;
  readonly resident: number;
}

/** Answers every message of the parent process with this process's usage, and ends with the parent. */
export function tellUsage(): void {
  process.on("message", () => {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { heapUsed, rss } = process.memoryUsage();
    process.send?.({ cpu: user + system, heap: heapUsed, resident: rss } satisfies Usage);
  });
  process.on("disconnect", () => process.exit(0));
}
