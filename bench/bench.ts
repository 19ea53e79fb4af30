/** A table of results; the first column names what was measured. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Results of one bench. */
export interface Findings {
  /** In words and before the tables: what was measured and how. */
  readonly introduction: string;
  readonly tables: readonly { readonly title: string; readonly table: Table }[];
  /** Each bar of DESIGN section 8 that this bench speaks of. */
  readonly bars: readonly Bar[];
}

/** A bar and what was reached. */
export interface Bar {
  readonly what: string;
  readonly bar: string;
  readonly reached: string;
  readonly holds: boolean;
}

/** Length and number of the measurements. */
export interface BenchOptions {
  /** Interleaved rounds per contender; the median is reported. */
  readonly rounds: number;
  /** Milliseconds that each contender is loaded in one round. */
  readonly roundMilliseconds: number;
  /** Mutants that are run, of all rooms together. */
  readonly sample: number;
  /** Decides which they are. */
  readonly seed: number;
  /** Folder, file or `file:line` to which the mutants are limited. */
  readonly only: string | undefined;
  /** People of the city that is built when there is none. */
  readonly people: number;
  /** Folder that keeps the city from run to run; undefined: one below the system's folder for temporary files. */
  readonly city: string | undefined;
  /** Seconds of a steady load after the others, told by the minute; 0: none. */
  readonly steady: number;
  /** Seconds of tests that a mutant must survive. */
  readonly patience: number;
  /** Test files that are tried on a mutant, the nearest by imports. */
  readonly nearest: number;
  /** Says what killed each mutant, too. */
  readonly verbose: boolean;
  /** Says what is going on, on the terminal. */
  readonly say: (line: string) => void;
}

/** One bench, in a file of its own, listed in main.ts. */
export interface Bench {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** True for one that runs only when it is named. */
  readonly onlyByName?: true;
  readonly run: (options: BenchOptions) => Promise<Findings>;
}

/** The value below which the share `q` of the sorted values lies. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor(sorted.length * q)] ?? Number.NaN;
}

/** The middle value, in whatever order they come. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
