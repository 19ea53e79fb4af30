/** A stream of pseudo-random numbers: the same labels give the same stream, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** True with probability `share`. */
  readonly chance: (share: number) => boolean;
  /** One of a list that MUST NOT be empty. */
  readonly pick: <T>(list: readonly T[]) => T;
  /** Standard normal variable (Irwin-Hall of four, cut at ±3.5). */
  readonly normal: () => number;
}

/** 32-bit FNV-1a with a final avalanche, started at `basis`. */
const hash = (text: string, basis: number): number => {
  let state = basis >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};

/** sfc32 (C. Doty-Humphrey, PractRand): small, fast, passes BigCrush. */
const sfc32 = (label: string): (() => number) => {
  let a = hash(label, 0x811c9dc5) | 0;
  let b = hash(label, 0x9e3779b9) | 0;
  let c = hash(label, 0x7f4a7c15) | 0;
  let counter = 1;
  const step = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + out) | 0;
    return out >>> 0;
  };
  for (let round = 0; round < 12; round += 1) step();
  return step;
};

/** Stream named by a seed and labels; streams of different names do not depend on the order in which they are used. */
export function createRandom(seed: number, ...labels: readonly (string | number)[]): Random {
  const step = sfc32(`${seed}/${labels.join("/")}`);
  const next = (): number => step() / 4294967296;
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
    normal: () => (next() + next() + next() + next() - 2) * 1.7320508,
  };
}
