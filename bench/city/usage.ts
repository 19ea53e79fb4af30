/** What a process has spent so far. */
export interface Usage {
  /** Microseconds of CPU, all threads, user and system. */
  readonly cpu: number;
  /** Bytes. */
  readonly resident: number;
}

/** Answers every message of the parent process with this process's usage, and ends with the parent. */
export function tellUsage(): void {
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, resident: process.memoryUsage.rss() } satisfies Usage);
  });
  process.on("disconnect", () => process.exit(0));
}
