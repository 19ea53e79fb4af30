import { createHash } from "node:crypto";
import type { Caller } from "../../authenticate/caller.ts";
import type { AskedIdentifier } from "./asked-identifiers.ts";
import type { CallerNews, GuessingBounds, GuessingStage } from "./caller-limits.ts";
import type { CounterStore } from "./counter-store.ts";
import { Neighbours } from "./neighbours.ts";

/** The treatment of a caller's next request. */
export type GuessVerdict =
  | { readonly kind: "free" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  | { readonly kind: "refuse"; readonly until: number };

const FREE: GuessVerdict = Object.freeze({ kind: "free" });

interface Suspect {
  readonly window: number;
  readonly denials: Set<string>;
  readonly neighbours: Neighbours;
  /** The other arguments that each identifier was asked for along with, hashed: names that are tried on one number. */
  readonly tries: Map<string, Set<string>>;
  readonly missed: Set<string>;
  /** Points of this window: this gateway's own, and from its last point on everybody's. */
  points: number;
  denied: number;
  near: number;
  reported: GuessingStage | undefined;
}

/** Remembered of each suspect: identifiers that were tried, and tries on each of them. */
const [MOST_TRIED, MOST_TRIES] = [512, 200] as const;
const MOST_SUSPECTS = 10_000;
const MOST_DENIALS = 1_000;

type Identity = Pick<Caller, "app" | "officer">;

/**
 * Watches callers for guessing. Points are added to the shared counters after the fact, without keeping a request waiting;
 * a replica learns of the others' points with its own next one. When the counters are out of reach, its own still count.
 */
export class GuessWatch {
  readonly #store: CounterStore;
  readonly #bounds: GuessingBounds;
  readonly #report: (news: CallerNews) => void;
  readonly #clock: () => number;
  readonly #suspects = new Map<string, Suspect>();

  constructor(store: CounterStore, bounds: GuessingBounds, report: (news: CallerNews) => void, clock: () => number) {
    this.#store = store;
    this.#bounds = bounds;
    this.#report = report;
    this.#clock = clock;
  }

  /** The treatment that is due to the caller now. */
  verdictOn(caller: Identity): GuessVerdict {
    const { seconds, tolerated, refused, firstDelay, longestDelay } = this.#bounds;
    const suspect = this.#suspects.get(keyOf(caller));
    if (!suspect || suspect.points <= tolerated || suspect.window !== this.#window()) return FREE;
    if (suspect.points >= refused) return { kind: "refuse", until: (suspect.window + 1) * seconds * 1_000 };
    const milliseconds = Math.min(longestDelay, firstDelay * 2 ** (suspect.points - tolerated - 1));
    return { kind: "slow", milliseconds };
  }

  /** Identifiers that a request asks for: one close to another is a point, and so is one that is tried with something else. */
  asks(caller: Identity, asked: readonly AskedIdentifier[]): void {
    if (asked.length === 0) return;
    const suspect = this.#suspectOf(caller);
    let near = 0;
    let tries = 0;
    for (const { identifier, along } of asked) {
      if (suspect.neighbours.meet(identifier)) near += 1;
      if (along !== "" && isNewTry(suspect.tries, identifier, along)) tries += 1;
    }
    suspect.near += near;
    suspect.denied += tries;
    this.#add(caller, suspect, near + tries);
  }

  /** Identifiers that nobody was found by: each is a wrong turn, the same one again is not. */
  misses(caller: Identity, identifiers: readonly string[]): void {
    const suspect = this.#suspectOf(caller);
    const before = suspect.missed.size;
    for (const identifier of identifiers) if (suspect.missed.size < MOST_DENIALS) suspect.missed.add(identifier);
    suspect.denied += suspect.missed.size - before;
    this.#add(caller, suspect, suspect.missed.size - before);
  }

  /** One answer's denials, each under a name of its own: an answer is one point at most, and only for what is new. */
  isDenied(caller: Identity, denials: Iterable<string>): void {
    const suspect = this.#suspectOf(caller);
    const before = suspect.denials.size;
    // Whoever fills the memory of a whole window is past every bound already.
    for (const denial of denials) if (suspect.denials.size < MOST_DENIALS) suspect.denials.add(denial);
    if (suspect.denials.size === before) return;
    suspect.denied += 1;
    this.#add(caller, suspect, 1);
  }

  #window(): number {
    return Math.floor(this.#clock() / (this.#bounds.seconds * 1_000));
  }

  #suspectOf(caller: Identity): Suspect {
    const key = keyOf(caller);
    const window = this.#window();
    const known = this.#suspects.get(key);
    if (known?.window === window) return known;
    const suspect: Suspect = {
      window,
      denials: new Set(),
      // Numbers are remembered across windows: a patient search is a search.
      neighbours: known?.neighbours ?? new Neighbours(),
      tries: known?.tries ?? new Map<string, Set<string>>(),
      missed: known?.missed ?? new Set(),
      points: 0,
      denied: 0,
      near: 0,
      reported: undefined,
    };
    this.#suspects.delete(key);
    const oldest = this.#suspects.size >= MOST_SUSPECTS ? this.#suspects.keys().next().value : undefined;
    if (oldest !== undefined) this.#suspects.delete(oldest);
    this.#suspects.set(key, suspect);
    return suspect;
  }

  #add(caller: Identity, suspect: Suspect, points: number): void {
    if (points === 0) return;
    suspect.points += points;
    this.#tell(caller, suspect);
    const until = (suspect.window + 1) * this.#bounds.seconds * 1_000;
    this.#store.add(`guess:${suspect.window}:${keyOf(caller)}`, points, until).then(
      (total) => {
        suspect.points = Math.max(suspect.points, total);
        this.#tell(caller, suspect);
      },
      () => undefined,
    );
  }

  #tell({ app, officer }: Identity, suspect: Suspect): void {
    const { tolerated, refused } = this.#bounds;
    const stage = suspect.points >= refused ? "refused" : suspect.points > tolerated ? "slowed" : undefined;
    if (stage === undefined || stage === suspect.reported) return;
    suspect.reported = stage;
    this.#report({ kind: "guessing", app, officer, stage, denials: suspect.denied, neighbours: suspect.near });
  }
}

/** True when the identifier was asked for before, along with something else than this. */
const isNewTry = (tries: Map<string, Set<string>>, identifier: string, along: string): boolean => {
  const hashed = createHash("sha256").update(along).digest("base64").slice(0, 16);
  const before = tries.get(identifier);
  if (!before) {
    const oldest = tries.size >= MOST_TRIED ? tries.keys().next().value : undefined;
    if (oldest !== undefined) tries.delete(oldest);
    tries.set(identifier, new Set([hashed]));
    return false;
  }
  if (before.has(hashed)) return false;
  if (before.size < MOST_TRIES) before.add(hashed);
  return true;
};

const keyOf = ({ app, officer }: Identity): string => JSON.stringify([app, officer]);
